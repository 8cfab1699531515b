package dev.mintmark.image.model;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.ModelVariant;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ArtifactTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Packs each target's model with the samples that a device tries it on and the outputs that it must
 * give. All blobs are inputs already: only the manifests are new.
 */
public final class ModelPackager {
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

  private final ArtifactStore store;
  private final Trees trees;

  public ModelPackager(ArtifactStore store) {
    this.store = store;
    this.trees = new Trees(store);
  }

  /** Builds and stores the artifact of every variant, in their order. */
  public List<ModelArtifact> pack(ImageRequest request, Profiles profiles) {
    Artifact config = store.put(EMPTY, Descriptor.EMPTY.mediaType());
    Tree smoke = trees.read("smoke samples", request.smoke());
    return request.variants().stream()
        .map(variant -> pack(variant, smoke, config, profiles))
        .toList();
  }

  private ModelArtifact pack(ModelVariant variant, Tree smoke, Artifact config, Profiles profiles) {
    List<Descriptor> layers = new ArrayList<>();
    layers.add(layer(variant.model(), "model.onnx"));
    addFiles(layers, "smoke/", smoke);
    addFiles(layers, "expected/", trees.read("expected outputs", variant.expected()));
    Manifest manifest =
        Manifest.ofArtifact(ArtifactTypes.MODEL, layers, null, annotations(variant, profiles));
    return new ModelArtifact(
        variant,
        store.put(manifest.bytes(), manifest.mediaType()),
        config,
        layers.stream().map(Descriptor::artifact).toList());
  }

  private void addFiles(List<Descriptor> layers, String folder, Tree tree) {
    for (Tree.Entry entry : tree.entries()) {
      Artifact file = new Artifact(entry.digest(), mediaType(entry.path()), entry.size());
      layers.add(layer(file, folder + entry.path()));
    }
  }

  private Descriptor layer(Artifact blob, String title) {
    trees.requireStored(title, blob);
    return Descriptor.of(blob, Map.of(Annotations.TITLE, title));
  }

  private static String mediaType(String path) {
    return path.endsWith(".npy") ? MediaTypes.NPY : MediaTypes.OCTET_STREAM;
  }

  private static Map<String, String> annotations(ModelVariant variant, Profiles profiles) {
    SortedMap<String, String> annotations =
        new TreeMap<>(
            Map.of(
                Annotations.TARGET, variant.target(),
                Annotations.PLATFORM, variant.platform().toString(),
                Annotations.RUNG, variant.rung(),
                Annotations.METRIC, variant.metric(),
                Annotations.VALUE, BigDecimal.valueOf(variant.value()).toPlainString()));
    Optional.ofNullable(profiles.byTarget().get(variant.target()))
        .ifPresent(profile -> addHardware(annotations, profile));
    return annotations;
  }

  private static void addHardware(SortedMap<String, String> annotations, TargetProfile profile) {
    profile.tested().ifPresent(who -> annotations.put(Annotations.TESTED, who));
    for (TargetProfile.Exposure exposure : profile.exposure()) {
      annotations.merge(
          Annotations.EXPOSE_PREFIX + exposure.way().word(),
          exposure.value(),
          (first, second) -> first + "," + second);
    }
  }
}
