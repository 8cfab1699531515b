package dev.mintmark.packages.wheel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.entry.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A command that a wheel brings whole, with {@code #!python} where the image's interpreter belongs.
 * All of that first line gives way, as pip does it.
 */
record Script(long size, Digest digest, Content content) {
  private static final byte[] MARK = "#!python".getBytes(US_ASCII);

  /** The script with the interpreter put in; empty when it does not ask for it. */
  static Optional<Script> rewritten(WheelMember member, String interpreter) throws IOException {
    long first;
    try (InputStream in = member.content().open()) {
      if (!Arrays.equals(in.readNBytes(MARK.length), MARK)) {
        return Optional.empty();
      }
      first = MARK.length + restOfLine(in);
    }
    byte[] line = ("#!" + interpreter + "\n").getBytes(UTF_8);
    Content content = () -> replaced(member.content().open(), line, first);
    MessageDigest sha256 = Digest.sha256();
    long size = 0;
    try (InputStream in = content.open()) {
      byte[] buffer = new byte[1 << 13];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        size += n;
      }
    }
    return Optional.of(new Script(size, Digest.finish(sha256), content));
  }

  /** Bytes up to and with the line's end. */
  private static long restOfLine(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 13];
    long length = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          return length + i + 1;
        }
      }
      length += n;
    }
    return length;
  }

  private static InputStream replaced(InputStream in, byte[] line, long first) throws IOException {
    in.skipNBytes(first);
    return new SequenceInputStream(new ByteArrayInputStream(line), in);
  }
}
