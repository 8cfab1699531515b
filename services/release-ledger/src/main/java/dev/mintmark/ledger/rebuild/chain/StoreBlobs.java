package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import java.io.InputStream;
import java.util.Optional;

/** An artifact store as one side of a comparison. */
public final class StoreBlobs implements Blobs {
  private final ArtifactStore store;

  public StoreBlobs(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Opens the bytes; the stream refuses (ART-002) at its end when they are others than the
   * digest's.
   */
  @Override
  public Optional<InputStream> open(Digest digest) {
    return store.size(digest).isEmpty() ? Optional.empty() : Optional.of(store.open(digest));
  }
}
