package dev.mintmark.image;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ImageTool;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.image.assemble.Assembly;
import dev.mintmark.image.dockerfile.Buildah;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.kit.handoff.ArtifactReferences;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says in the event's words what was built. */
final class BuiltEvent {
  private BuiltEvent() {}

  static ImageBuilt of(
      HandOff link,
      ImageRequest request,
      Artifact index,
      Assembly assembly,
      List<dev.mintmark.image.model.ModelArtifact> models,
      String compressor,
      Optional<Buildah> tool) {
    return new ImageBuilt(
        link,
        request.repository().value(),
        reference(index),
        assembly.images().stream().map(BuiltEvent::image).toList(),
        models.stream()
            .map(BuiltEvent::model)
            .sorted(Comparator.comparing(ModelArtifact::getTarget))
            .toList(),
        reference(assembly.files()),
        compressor,
        tool.map(BuiltEvent::tool).orElse(null));
  }

  private static ImageTool tool(Buildah buildah) {
    return new ImageTool(Buildah.NAME, buildah.version(), buildah.digest().toString());
  }

  private static PlatformImage image(dev.mintmark.image.assemble.PlatformImage image) {
    return new PlatformImage(
        image.platform().toString(),
        reference(image.manifest()),
        reference(image.config()),
        image.layers().stream()
            .map(layer -> new Layer(reference(layer.blob()), layer.diffId().toString()))
            .toList());
  }

  private static ModelArtifact model(dev.mintmark.image.model.ModelArtifact model) {
    return new ModelArtifact(
        model.variant().target(),
        model.variant().platform().toString(),
        reference(model.manifest()),
        reference(model.config()),
        reference(model.variant().model()),
        model.layers().stream().map(BuiltEvent::reference).toList());
  }

  private static ArtifactReference reference(Artifact artifact) {
    return ArtifactReferences.toReference(artifact);
  }
}
