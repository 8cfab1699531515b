package dev.mintmark.sbom.release;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inventory.Inventory;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.util.List;
import java.util.SortedMap;

/**
 * Everything that the documents tell of; its parts fit each other.
 *
 * @param profiles by target
 * @param manifests of the model artifacts, by target
 * @param inventories what is installed in each image, by platform
 */
public record Release(
    BuildRequested request,
    ModelIngested ingested,
    ModelQuantized quantized,
    ImageBuilt built,
    FileTable files,
    SortedMap<String, TargetProfile> profiles,
    SortedMap<String, Manifest> manifests,
    Environment environment,
    SortedMap<String, Inventory> inventories) {

  /** The files of one platform's image, sorted by path. */
  public List<FileTable.Row> files(String platform) {
    return files.rows().stream().filter(row -> row.platform().toString().equals(platform)).toList();
  }

  /** What is installed in one platform's image. */
  public Inventory inventory(String platform) {
    Inventory inventory = inventories.get(platform);
    if (inventory == null) {
      throw SbomCode.MISMATCH.refused("platform " + platform, "nobody looked into its image");
    }
    return inventory;
  }

  /** Whether the request names what the file belongs to; what a base brings it does not. */
  public static boolean isDeclared(FileTable.Row row) {
    FileTable.Input input = row.input();
    return input.purl() != null && !input.artifact().digest().equals(row.layer());
  }

  /** The models that one platform's image runs, sorted by target. */
  public List<ModelArtifact> models(String platform) {
    return built.getModels().stream().filter(m -> m.getPlatform().equals(platform)).toList();
  }

  /** How a target's model was made. */
  public Variant variant(String target) {
    return quantized.getVariants().stream()
        .filter(variant -> variant.getTarget().equals(target))
        .findFirst()
        .orElseThrow(() -> SbomCode.MISMATCH.refused("target " + target, "it has no model"));
  }

  /** A target's profile. */
  public TargetProfile profile(String target) {
    TargetProfile profile = profiles.get(target);
    if (profile == null) {
      throw SbomCode.PROFILE.refused("target " + target, "it has no profile");
    }
    return profile;
  }

  /** What lies beside the model in its artifact: samples and recorded outputs. */
  public List<Descriptor> modelFiles(String target) {
    Manifest manifest = manifests.get(target);
    if (manifest == null) {
      throw SbomCode.MODEL_MANIFEST.refused("target " + target, "it has no model artifact");
    }
    return manifest.layers().subList(1, manifest.layers().size());
  }
}
