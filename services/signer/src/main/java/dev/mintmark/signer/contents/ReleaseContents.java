package dev.mintmark.signer.contents;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Tree;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.signer.chain.ReleaseChain;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A release whose objects are all there and fit its hand-offs.
 *
 * @param smoke the sample tensors
 * @param expected by target, what the model made of them
 */
public record ReleaseContents(ReleaseChain chain, Tree smoke, SortedMap<String, Tree> expected) {
  /** 9999-12-31T23:59:59Z: RFC 3339 has no later one. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** The only time in what is signed: the source's own. */
  public Instant created() {
    long epoch = chain.request().getSource().getEpoch();
    if (epoch < 0 || epoch > LAST_SECOND) {
      throw new IllegalArgumentException("not a time of four-digit years: epoch " + epoch);
    }
    return Instant.ofEpochSecond(epoch);
  }

  /** The manifests that are signed: index, images, models. */
  public List<Artifact> manifests() {
    ImageBuilt built = chain.built();
    return Stream.of(
            Stream.of(built.getIndex()),
            built.getImages().stream().map(image -> image.getManifest()),
            built.getModels().stream().map(model -> model.getManifest()))
        .flatMap(manifests -> manifests)
        .distinct()
        .map(ArtifactReferences::toArtifact)
        .toList();
  }
}
