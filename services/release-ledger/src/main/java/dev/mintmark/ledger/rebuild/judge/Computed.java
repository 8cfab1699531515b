package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A digest that was computed here, over bytes that were read to their end. */
final class Computed {
  private final Digest digest;
  private final long size;

  private Computed(Digest digest, long size) {
    this.digest = digest;
    this.size = size;
  }

  /** Reads the stream to its end, a piece at a time; does not close it. */
  static Computed over(InputStream in) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    long size = new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
    return new Computed(Digest.finish(sha256), size);
  }

  Digest digest() {
    return digest;
  }

  long size() {
    return size;
  }
}
