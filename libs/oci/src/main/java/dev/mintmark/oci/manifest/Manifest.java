package dev.mintmark.oci.manifest;

import dev.mintmark.oci.OciMediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An image manifest (image-spec, "OCI Image Manifest"): one platform's image, or an artifact such
 * as a model, an SBOM or a signature, which then says its {@code artifactType}.
 *
 * @param artifactType null for an image
 * @param layers of an image from the base up
 * @param subject the manifest that this one is about; null for none
 * @param annotations sorted by key
 */
public record Manifest(
    @Nullable String artifactType,
    Descriptor config,
    List<Descriptor> layers,
    @Nullable Descriptor subject,
    SortedMap<String, String> annotations)
    implements OciDocument {
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Annotations.sorted(annotations);
    if (artifactType != null) {
      Descriptor.requireMediaType(artifactType);
    } else if (config.mediaType().equals(OciMediaTypes.EMPTY)) {
      throw new IllegalArgumentException("a manifest with an empty config needs an artifactType");
    }
  }

  /** The manifest of one platform's image. */
  public static Manifest image(
      Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    return new Manifest(null, config, layers, null, Annotations.sorted(annotations));
  }

  /**
   * The manifest of an artifact without a config of its own; the blob <code>{}</code> has to be
   * stored beside it. No layers means that the annotations say everything.
   */
  public static Manifest ofArtifact(
      String artifactType,
      List<Descriptor> layers,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    return new Manifest(
        artifactType,
        Descriptor.EMPTY,
        layers.isEmpty() ? List.of(Descriptor.EMPTY) : layers,
        subject,
        Annotations.sorted(annotations));
  }

  @Override
  public String mediaType() {
    return OciMediaTypes.MANIFEST;
  }

  @Override
  public byte[] bytes() {
    return OciJson.write(this);
  }

  @Override
  public Optional<Descriptor> subjectIfAny() {
    return Optional.ofNullable(subject);
  }

  @Override
  public Optional<String> referrerType() {
    return Optional.of(artifactType != null ? artifactType : config.mediaType());
  }

  @Override
  public List<Descriptor> children() {
    List<Descriptor> children = new ArrayList<>();
    children.add(config);
    children.addAll(layers);
    return List.copyOf(children);
  }
}
