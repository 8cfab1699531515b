package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.References;
import dev.mintmark.ingest.request.References.Named;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks the artifacts of a request whose form the request rules let pass. Cheap checks come first,
 * so that a forgotten upload is told before a large model is read.
 */
public final class InputRules {
  private final ArtifactStore store;
  private final Folders folders;
  private final FloatModel model;

  /**
   * Rules over a store.
   *
   * @param maxModelBytes a larger model is refused; it is read into memory
   */
  public InputRules(ArtifactStore store, int maxModelBytes) {
    this.store = store;
    this.folders = new Folders(store);
    this.model = new FloatModel(store, maxModelBytes);
  }

  /** The first artifact that the request names itself and that is not there with its size. */
  public Optional<Refusal> firstMissing(BuildRequested request) {
    return References.of(request).stream().map(this::missing).flatMap(Optional::stream).findFirst();
  }

  /**
   * Checks everything.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException for the first input that will not do
   */
  public CheckedInputs check(BuildRequested request) {
    firstMissing(request)
        .ifPresent(refusal -> {
          throw refusal.asException();
        });
    TargetProfiles.check(store, request);
    BaseParts.check(store, request.getImage());
    DockerfileInputs.check(store, folders, request.getImage().getDockerfile());
    Tree app = folders.whole("the app", tree(request.getImage().getApp()));
    AppFiles.check(app, request.getImage().getFiles());
    SampleFolders.check(folders, request);
    LockFile.check(store, ArtifactReferences.toArtifact(request.getModel().getEnvironment()));
    return new CheckedInputs(model.facts(Digest.parse(request.getModel().getFile().getDigest())));
  }

  private static Artifact tree(dev.mintmark.events.common.v1.ArtifactReference reference) {
    return ArtifactReferences.toArtifact(reference);
  }

  private Optional<Refusal> missing(Named named) {
    Artifact artifact = named.artifact();
    OptionalLong size = store.reuse(artifact.digest());
    if (size.isEmpty()) {
      return Optional.of(
          new Refusal(
              Codes.MISSING,
              named.role() + ", " + artifact.digest(),
              "it is not in the artifact store",
              "upload it first, PUT /v1/artifacts/" + artifact.digest()));
    }
    if (size.getAsLong() != artifact.size()) {
      return Optional.of(
          new Refusal(
              Codes.SIZE,
              named.role() + ", " + artifact.digest(),
              "the request says "
                  + artifact.size()
                  + " bytes, the artifact has "
                  + size.getAsLong(),
              "give the artifact's true size"));
    }
    return Optional.empty();
  }
}
