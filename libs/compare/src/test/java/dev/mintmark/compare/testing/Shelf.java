package dev.mintmark.compare.testing;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.compare.source.Side;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One side's bytes, in memory. */
public final class Shelf implements Blobs {
  private final Map<Digest, byte[]> all = new HashMap<>();

  public Artifact put(String mediaType, byte[] bytes) {
    Artifact artifact = Artifact.of(bytes, mediaType);
    all.put(artifact.digest(), bytes);
    return artifact;
  }

  /** Puts other bytes under a digest. */
  public void damage(Digest digest, byte[] bytes) {
    all.put(digest, bytes);
  }

  public void remove(Digest digest) {
    all.remove(digest);
  }

  public Side side(Artifact artifact) {
    return new Side(artifact.digest(), this);
  }

  @Override
  public Optional<InputStream> open(Digest digest) {
    return Optional.ofNullable(all.get(digest)).map(ByteArrayInputStream::new);
  }
}
