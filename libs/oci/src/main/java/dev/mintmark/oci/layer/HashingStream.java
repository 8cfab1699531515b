package dev.mintmark.oci.layer;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes; never closes the stream below. */
final class HashingStream extends OutputStream {
  private final OutputStream out;
  private final MessageDigest sha256 = Digest.sha256();
  private long size;

  HashingStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    sha256.update((byte) b);
    size++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    out.write(bytes, offset, count);
    sha256.update(bytes, offset, count);
    size += count;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Ends the hash: to be called once. */
  Digest digest() {
    return Digest.finish(sha256);
  }

  long size() {
    return size;
  }
}
