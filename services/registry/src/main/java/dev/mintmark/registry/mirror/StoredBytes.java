package dev.mintmark.registry.mirror;

import dev.mintmark.content.Artifact;
import dev.mintmark.kit.store.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;

/**
 * An artifact from some place on, asked of the store piece by piece: whoever stops early has not
 * asked for the rest. The mirror compares the whole's digest.
 */
final class StoredBytes extends InputStream {
  private static final int PIECE = 8 << 20;

  private final ArtifactStore store;
  private final Artifact blob;
  private InputStream piece = InputStream.nullInputStream();
  private long next;

  StoredBytes(ArtifactStore store, Artifact blob, long from) {
    this.store = store;
    this.blob = blob;
    this.next = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = piece.read(into, offset, length);
    if (n < 0 && next < blob.size()) {
      long size = Math.min(PIECE, blob.size() - next);
      piece.close();
      piece = store.openRange(blob.digest(), next, size);
      next += size;
      n = piece.read(into, offset, length);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    piece.close();
  }
}
