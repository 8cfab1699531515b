package dev.mintmark.sbom.release;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.FaultyLineException;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.sbom.release.ReleaseFacts.ImageFacts;
import dev.mintmark.sbom.release.ReleaseFacts.Layer;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import dev.mintmark.sbom.release.ReleaseFacts.Target;
import java.util.List;

/** Follows the chain of hand-offs back from a built image and reads what it names. */
public final class ReleaseReader {
  private static final int MAX_MANIFEST = 4 << 20;

  private final ArtifactStore store;
  private final EventChain chain;

  public ReleaseReader(ArtifactStore store, EventChain chain) {
    this.store = store;
    this.chain = chain;
  }

  /**
   * Everything there is to say about the release.
   *
   * @throws RefusedException SBM-001 for an input that cannot be read, SBM-002 for hand-offs that
   *     contradict each other
   */
  public ReleaseFacts read(ImageBuilt built) {
    ModelQuantized quantized = chain.read(built.getHandOff().getPrevious(), ModelQuantized.class);
    ModelIngested ingested = chain.read(quantized.getHandOff().getPrevious(), ModelIngested.class);
    BuildRequested request = chain.read(built.getHandOff().getRequest(), BuildRequested.class);
    FileTable files = files(built);
    return new ReleaseFacts(
        request,
        ingested,
        built,
        files,
        built.getImages().stream().map(image -> image(image, files)).toList(),
        built.getModels().stream().map(model -> model(model, quantized, request)).toList(),
        environment(request),
        tree("the calibration samples", request.getQuantize().getCalibration()),
        tree("the validation samples", request.getQuantize().getValidation()));
  }

  private FileTable files(ImageBuilt built) {
    Digest digest = Digest.parse(built.getFiles().getDigest());
    try {
      FileTable files = FileTable.parse(store.read(digest, FileTable.MAX_BYTES));
      checkPlatforms(files, built);
      return files;
    } catch (OciException e) {
      throw unreadable("the file table " + digest, e);
    }
  }

  private static void checkPlatforms(FileTable files, ImageBuilt built) {
    List<String> platforms = built.getImages().stream().map(PlatformImage::getPlatform).toList();
    for (FileTable.Row row : files.rows()) {
      if (!platforms.contains(row.platform().toString())) {
        throw contradiction(
            "the file table", row.path() + " is for " + row.platform() + ", which has no image");
      }
    }
  }

  private static ImageFacts image(PlatformImage image, FileTable files) {
    return new ImageFacts(
        image,
        files.rows().stream()
            .filter(row -> row.platform().toString().equals(image.getPlatform()))
            .toList());
  }

  private ModelFacts model(
      ModelArtifact artifact, ModelQuantized quantized, BuildRequested request) {
    Variant variant =
        quantized.getVariants().stream()
            .filter(v -> v.getTarget().equals(artifact.getTarget()))
            .findFirst()
            .orElseThrow(() ->
                contradiction(
                    "the model of target " + artifact.getTarget(),
                    "no quantized variant has that target"));
    if (!variant.getModel().getDigest().equals(artifact.getModel().getDigest())) {
      throw contradiction(
          "the model of target " + artifact.getTarget(),
          "the image names "
              + artifact.getModel().getDigest()
              + ", the quantizer made "
              + variant.getModel().getDigest());
    }
    return new ModelFacts(artifact, variant, target(variant, request), layers(artifact));
  }

  private Target target(Variant variant, BuildRequested request) {
    boolean requested =
        request.getTargets().stream()
            .anyMatch(target ->
                target.getName().equals(variant.getTarget())
                    && target.getProfile().equals(variant.getProfile()));
    if (!requested) {
      throw contradiction(
          "the variant for target " + variant.getTarget(), "nobody requested that target");
    }
    Digest digest = Digest.parse(variant.getProfile().getDigest());
    try {
      return new Target(
          variant.getTarget(), TargetProfile.parse(store.read(digest, TargetProfile.MAX_BYTES)));
    } catch (IllegalArgumentException e) {
      throw unreadable("the profile of target " + variant.getTarget(), e);
    }
  }

  private List<Layer> layers(ModelArtifact artifact) {
    Digest digest = Digest.parse(artifact.getManifest().getDigest());
    try {
      Manifest manifest = OciReader.manifest(store.read(digest, MAX_MANIFEST));
      return manifest.layers().stream().map(ReleaseReader::layer).toList();
    } catch (OciException e) {
      throw unreadable("the model manifest " + digest, e);
    }
  }

  private static Layer layer(Descriptor layer) {
    String title = layer.annotations().get(Annotations.TITLE);
    return new Layer(title == null ? layer.digest().toString() : title, layer.artifact());
  }

  private RequirementsLock environment(BuildRequested request) {
    Digest digest = Digest.parse(request.getModel().getEnvironment().getDigest());
    try {
      return RequirementsLock.parse(store.read(digest, RequirementsLock.MAX_BYTES));
    } catch (FaultyLineException e) {
      throw unreadable("line " + e.line() + " of the training environment's lock " + digest, e);
    }
  }

  private Tree tree(String role, ArtifactReference reference) {
    Artifact artifact = ArtifactReferences.toArtifact(reference);
    try {
      return store.readTree(artifact);
    } catch (IllegalArgumentException e) {
      throw unreadable(role + ", " + artifact.digest(), e);
    }
  }

  private static RefusedException unreadable(String subject, Exception cause) {
    return new Refusal(
            "SBM-001",
            subject,
            String.valueOf(cause.getMessage()),
            "find out which step let it pass; request the release again with what it should be")
        .asException();
  }

  private static RefusedException contradiction(String subject, String found) {
    return new Refusal(
            "SBM-002", subject, found, "find out who wrote the event; hand-offs must agree")
        .asException();
  }
}
