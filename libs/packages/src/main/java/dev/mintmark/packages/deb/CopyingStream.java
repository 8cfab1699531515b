package dev.mintmark.packages.deb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies what is read. */
final class CopyingStream extends InputStream {
  private final InputStream in;
  private final OutputStream copy;

  CopyingStream(InputStream in, OutputStream copy) {
    this.in = in;
    this.copy = copy;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int n = in.read(into, from, length);
    if (n > 0) {
      copy.write(into, from, n);
    }
    return n;
  }
}
