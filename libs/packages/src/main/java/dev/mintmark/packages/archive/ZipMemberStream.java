package dev.mintmark.packages.archive;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * One member's content: as many bytes as the directory says, from all of its compressed bytes, with
 * its checksum. A reader that comes to the end has read the right bytes.
 */
final class ZipMemberStream extends InputStream {
  private final Subject subject;
  private final ZipMember member;
  private final InputStream compressed;
  private final @Nullable Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[1 << 14];
  private long read;
  private boolean ended;

  ZipMemberStream(Subject subject, ZipMember member, InputStream compressed) {
    this.subject = subject;
    this.member = member;
    this.compressed = compressed;
    this.inflater = member.method() == ZipMember.DEFLATED ? new Inflater(true) : null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    int n = inflater == null ? compressed.read(into, from, length) : inflate(into, from, length);
    if (n < 0) {
      requireWhole();
      ended = true;
      return -1;
    }
    read += n;
    if (read > member.size()) {
      throw damaged("it has more than its " + member.size() + " bytes");
    }
    crc.update(into, from, n);
    return n;
  }

  private int inflate(byte[] into, int from, int length) throws IOException {
    Inflater decoder = Objects.requireNonNull(inflater);
    try {
      while (!decoder.finished()) {
        int n = decoder.inflate(into, from, length);
        if (n > 0) {
          return n;
        }
        if (decoder.needsDictionary()) {
          throw damaged("it needs a dictionary");
        }
        if (decoder.needsInput() && !decoder.finished()) {
          feed(decoder);
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw damaged("its deflate data are damaged");
    }
  }

  private void feed(Inflater decoder) throws IOException {
    int n = compressed.read(input, 0, input.length);
    if (n < 0) {
      throw damaged("its deflate data end too early");
    }
    decoder.setInput(input, 0, n);
  }

  private void requireWhole() throws IOException {
    if (read != member.size() || crc.getValue() != member.crc()) {
      throw damaged("its content has another size or checksum than the directory says");
    }
    if ((inflater != null && inflater.getRemaining() > 0) || compressed.read() >= 0) {
      throw damaged("something follows its content");
    }
  }

  private RuntimeException damaged(String found) {
    return subject.refuse(RefusalCode.CORRUPT, member.path(), found, "get the package again");
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (inflater != null) {
      inflater.end();
    }
    compressed.close();
  }
}
