package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.inputs.dockerfile.Dockerfile;
import dev.mintmark.inputs.dockerfile.DockerfileException;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Dockerfile that can be built, of the images that the request lists, from a whole folder. */
final class DockerfileInputs {
  private DockerfileInputs() {}

  /**
   * @param asked null for none
   * @throws dev.mintmark.kit.refusal.RefusedException ING-036, ING-022, ING-023, and the
   *     Dockerfile's own code
   */
  static void check(ArtifactStore store, Folders folders, @Nullable DockerfileBuild asked) {
    if (asked == null) {
      return;
    }
    folders.whole("the Dockerfile's context", ArtifactReferences.toArtifact(asked.getContext()));
    Digest digest = Digest.parse(asked.getFile().getDigest());
    List<PinnedImage> named;
    try {
      named = Dockerfile.parse(store.read(digest, Dockerfile.MAX_BYTES)).images();
    } catch (DockerfileException e) {
      throw new Refusal(
              e.fault().code(), "line " + e.line() + " of the Dockerfile", e.found(), e.advice())
          .asException();
    }
    List<PinnedImage> listed =
        asked.getImages().stream()
            .map(each -> new PinnedImage(each.getName(), Digest.parse(each.getDigest())))
            .toList();
    if (!listed.equals(named)) {
      throw new Refusal(
              Codes.DOCKERFILE,
              "the images of the Dockerfile",
              "it names " + named.size() + " others than the " + listed.size() + " of the request",
              "make the request with `mintmark build`, from this Dockerfile")
          .asException();
    }
  }
}
