package dev.mintmark.ingest.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body. Tells a sender that broke off from a disk of our own that failed: only the
 * first is the sender's fault.
 */
final class Upload extends FilterInputStream {
  Upload(InputStream body) {
    super(body);
  }

  /** The sender went away, or sent nothing for too long. */
  static final class BrokenOffException extends IOException {
    BrokenOffException(IOException cause) {
      super("the upload broke off: " + cause.getMessage(), cause);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw new BrokenOffException(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      throw new BrokenOffException(e);
    }
  }
}
