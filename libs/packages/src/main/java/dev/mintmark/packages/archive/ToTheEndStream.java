package dev.mintmark.packages.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses bytes behind the end of compressed data, which one reader reads and another does not. */
final class ToTheEndStream extends FilterInputStream {
  private final InputStream below;

  ToTheEndStream(InputStream decoder, InputStream below) {
    super(decoder);
    this.below = below;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n = super.read(into, from, length);
    if (n < 0 && below.read() >= 0) {
      throw new IOException("something follows the compressed data");
    }
    return n;
  }
}
