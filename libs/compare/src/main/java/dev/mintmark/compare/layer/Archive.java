package dev.mintmark.compare.layer;

import dev.mintmark.compare.source.Side;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * One side's tar archive, compressed or not.
 *
 * @param gzip whether it is compressed
 */
record Archive(Side side, boolean gzip) {
  private static final int BUFFER = 1 << 16;

  /** The tar's bytes from the first one. */
  InputStream open() throws IOException {
    return uncompressed(raw());
  }

  /** The stored bytes. */
  InputStream raw() {
    return side.open().orElseThrow(() -> new IllegalStateException(side.digest() + " went away"));
  }

  /** The tar's bytes in a stream of stored ones. */
  InputStream uncompressed(InputStream stored) throws IOException {
    return gzip ? new GZIPInputStream(stored, BUFFER) : new BufferedInputStream(stored, BUFFER);
  }
}
