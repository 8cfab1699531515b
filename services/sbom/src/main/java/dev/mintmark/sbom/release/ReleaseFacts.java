package dev.mintmark.sbom.release;

import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.oci.filetable.FileTable;
import java.util.List;

/**
 * A release whose image is built.
 *
 * @param files every file of every platform's image
 * @param images one for each platform, in the event's order
 * @param models one for each target, in the event's order
 * @param environment the training environment's lock
 */
public record ReleaseFacts(
    BuildRequested request,
    ModelIngested ingested,
    ImageBuilt built,
    FileTable files,
    List<ImageFacts> images,
    List<ModelFacts> models,
    RequirementsLock environment,
    Tree calibration,
    Tree validation) {

  public ReleaseFacts {
    images = List.copyOf(images);
    models = List.copyOf(models);
  }

  /**
   * One platform's image.
   *
   * @param rows its files, sorted by path
   */
  public record ImageFacts(PlatformImage image, List<FileTable.Row> rows) {
    public ImageFacts {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One target's model.
   *
   * @param layers of its manifest, by their titles
   */
  public record ModelFacts(
      ModelArtifact artifact, Variant variant, Target target, List<Layer> layers) {
    public ModelFacts {
      layers = List.copyOf(layers);
    }
  }

  /** A device class and what its own system must have. */
  public record Target(String name, dev.mintmark.inputs.TargetProfile profile) {}

  /**
   * A file beside a model, or the model itself.
   *
   * @param title its path in the artifact, e.g. {@code smoke/a.npy}
   */
  public record Layer(String title, dev.mintmark.content.Artifact blob) {}

  /** The files of a platform's image; empty for a platform that has none. */
  public List<FileTable.Row> rowsOf(String platform) {
    return images.stream()
        .filter(image -> image.image().getPlatform().equals(platform))
        .flatMap(image -> image.rows().stream())
        .toList();
  }

  /** The models that run on a platform, by target. */
  public List<ModelFacts> modelsOn(String platform) {
    return models.stream().filter(m -> m.artifact().getPlatform().equals(platform)).toList();
  }
}
