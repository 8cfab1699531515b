package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.ledger.entry.ArtifactUse;
import dev.mintmark.ledger.entry.ArtifactWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;

/** Everything that a recorded release is made of: what is named, and what its trees name. */
public final class Inputs {
  /** What a converter measured: recorded, and input to a rebuild's converter. */
  private static final Predicate<ArtifactUse> MEASURED =
      use -> use.role().matches("variants\\[.*\\]\\.(table|report|expected)");

  private final ArtifactStore store;

  /**
   * @param store has the trees
   */
  public Inputs(ArtifactStore store) {
    this.store = store;
  }

  /** Whether a role of {@code model.quantized} is a measurement. */
  public static boolean isMeasured(ArtifactUse use) {
    return MEASURED.test(use);
  }

  /** What the request names. Of a tree that is gone only the tree itself is known. */
  public List<Input> of(BuildRequested request) {
    return closure(request, use -> true, use -> origin(request, use));
  }

  /** What the converter measured when the release was made. */
  public List<Input> measured(ModelQuantized quantized) {
    return closure(quantized, MEASURED, use -> Optional.empty());
  }

  private interface Origins {
    Optional<String> of(ArtifactUse use);
  }

  private List<Input> closure(IndexedRecord event, Predicate<ArtifactUse> which, Origins origins) {
    List<Input> inputs = new ArrayList<>();
    for (ArtifactUse use : ArtifactWalk.of(event)) {
      if (which.test(use)) {
        Artifact artifact = new Artifact(Digest.parse(use.digest()), use.mediaType(), use.size());
        inputs.add(new Input(use.role(), artifact, origins.of(use)));
        inputs.addAll(files(use.role(), artifact));
      }
    }
    return List.copyOf(inputs);
  }

  private List<Input> files(String role, Artifact artifact) {
    if (!artifact.mediaType().equals(MediaTypes.TREE)) {
      return List.of();
    }
    try {
      return store.readTree(artifact).entries().stream()
          .map(entry ->
              new Input(
                  role + "/" + entry.path(),
                  new Artifact(entry.digest(), MediaTypes.OCTET_STREAM, entry.size()),
                  Optional.empty()))
          .toList();
    } catch (RefusedException | IllegalArgumentException goneOrNoTree) {
      return List.of();
    }
  }

  private static Optional<String> origin(BuildRequested request, ArtifactUse use) {
    Image image = request.getImage();
    if (use.role().startsWith("image.files")) {
      return image.getFiles().stream()
          .filter(file -> file.getSource().getDigest().equals(use.digest()))
          .flatMap(file -> Stream.ofNullable(file.getPurl()))
          .findFirst();
    }
    if (use.role().startsWith("image.packages")) {
      return image.getPackages().stream()
          .filter(each -> each.getSource().getDigest().equals(use.digest()))
          .map(ImagePackage::getPurl)
          .findFirst();
    }
    return use.role().startsWith("image.baseArtifacts")
        ? Optional.of(
            image.getDockerfile() == null
                ? "base image " + image.getBase()
                : "an image of the Dockerfile")
        : Optional.empty();
  }
}
