package dev.mintmark.packages.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Exactly one gzip member (RFC 1952) and nothing behind it. The JDK's own stream ignores what
 * follows a member when that is no member, so that two readers could see two contents.
 */
final class GzipStream extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CRC = 2;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[1 << 14];
  private int filled;
  private boolean ended;

  GzipStream(InputStream in) throws IOException {
    this.in = in;
    readHeader();
  }

  private void readHeader() throws IOException {
    int flags = 0;
    for (int i = 0; i < 10; i++) {
      int b = require(in.read());
      int wanted = i == 0 ? 0x1f : i == 1 ? 0x8b : i == 2 ? 8 : b;
      if (b != wanted) {
        throw new IOException("not gzip");
      }
      flags = i == 3 ? b : flags;
    }
    if ((flags & RESERVED) != 0) {
      throw new IOException("unknown flags in the gzip header");
    }
    if ((flags & EXTRA) != 0) {
      in.skipNBytes(require(in.read()) | require(in.read()) << 8);
    }
    skipText(flags & NAME);
    skipText(flags & COMMENT);
    if ((flags & HEADER_CRC) != 0) {
      in.skipNBytes(2);
    }
  }

  private void skipText(int present) throws IOException {
    while (present != 0 && require(in.read()) != 0) {
      // The name and the comment say nothing.
    }
  }

  private static int require(int b) throws EOFException {
    if (b < 0) {
      throw new EOFException("it ends too early");
    }
    return b;
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
    try {
      while (!ended) {
        int n = inflater.inflate(into, from, length);
        if (n > 0) {
          crc.update(into, from, n);
          return n;
        }
        advance();
      }
      return -1;
    } catch (DataFormatException e) {
      throw new IOException("damaged deflate data", e);
    }
  }

  private void advance() throws IOException {
    if (inflater.finished()) {
      readTrailer();
      ended = true;
    } else if (inflater.needsDictionary()) {
      throw new IOException("deflate data that need a dictionary");
    } else {
      filled = in.read(input);
      require(filled);
      inflater.setInput(input, 0, filled);
    }
  }

  private void readTrailer() throws IOException {
    int left = inflater.getRemaining();
    long trailer = 0;
    for (int i = 0; i < 8; i++) {
      int b = i < left ? input[filled - left + i] & 0xff : require(in.read());
      trailer |= (long) b << (8 * i);
    }
    long expected = crc.getValue() | (inflater.getBytesWritten() & 0xffffffffL) << 32;
    if (trailer != expected) {
      throw new IOException("wrong checksum or length");
    }
    if (left > 8 || in.read() >= 0) {
      throw new IOException("something follows the gzip data");
    }
  }

  /** Frees the decoder; leaves the stream below open. */
  @Override
  public void close() {
    ended = true;
    inflater.end();
  }
}
