package dev.mintmark.signer.contents;

import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.signer.chain.SignerCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether index, manifests, configs and layers are what {@code image.built} says, and no more. */
final class ImageCheck {
  private final StoredObjects objects;
  private final ReleaseChain chain;

  ImageCheck(StoredObjects objects, ReleaseChain chain) {
    this.objects = objects;
    this.chain = chain;
  }

  void check() {
    ImageBuilt built = chain.built();
    SignerCode.TARGETS.same(
        "the repository of the image", chain.request().getRepository(), built.getRepository());
    SignerCode.TARGETS.same(
        "the list of platforms",
        chain.request().getImage().getPlatforms(),
        built.getImages().stream().map(PlatformImage::getPlatform).toList());
    checkIndex(objects.index(built.getIndex()));
    built.getImages().forEach(this::checkImage);
  }

  private void checkIndex(ImageIndex index) {
    List<PlatformImage> images = chain.built().getImages();
    SignerCode.INDEX.same(
        "the number of images in the index", images.size(), index.manifests().size());
    for (PlatformImage image : images) {
      Descriptor listed = index.manifestFor(Platform.parse(image.getPlatform()));
      SignerCode.INDEX.same(
          "the index's image for " + image.getPlatform(),
          image.getManifest(),
          ArtifactReferences.toReference(listed.artifact()));
    }
    SignerCode.INDEX.same("the models that the index names", namedModels(), namedBy(index));
    SignerCode.INDEX.same(
        "the version that the index names",
        chain.request().getVersion(),
        index.annotations().getOrDefault(Annotations.VERSION, "none"));
  }

  private SortedMap<String, String> namedModels() {
    SortedMap<String, String> models = new TreeMap<>();
    for (ModelArtifact model : chain.built().getModels()) {
      models.put(Annotations.MODEL_PREFIX + model.getTarget(), model.getManifest().getDigest());
    }
    return models;
  }

  private static SortedMap<String, String> namedBy(ImageIndex index) {
    SortedMap<String, String> models = new TreeMap<>(index.annotations());
    models.keySet().removeIf(key -> !key.startsWith(Annotations.MODEL_PREFIX));
    return models;
  }

  private void checkImage(PlatformImage image) {
    String subject = "the image for " + image.getPlatform();
    Manifest manifest = objects.manifest(image.getManifest());
    SignerCode.IMAGE.same(
        "the config of " + subject, image.getConfig(), reference(manifest.config()));
    SignerCode.IMAGE.same(
        "the layers of " + subject,
        image.getLayers().stream().map(Layer::getBlob).toList(),
        manifest.layers().stream().map(ImageCheck::reference).toList());
    ImageConfig config = objects.config(image.getConfig());
    SignerCode.IMAGE.same(
        "the platform in the config of " + subject,
        image.getPlatform(),
        config.platform().toString());
    SignerCode.IMAGE.same(
        "the diff ids of " + subject,
        image.getLayers().stream().map(Layer::getDiffId).toList(),
        config.diffIds().stream().map(Object::toString).toList());
    image.getLayers().forEach(layer -> objects.require(layer.getBlob()));
  }

  static ArtifactReference reference(Descriptor descriptor) {
    return ArtifactReferences.toReference(descriptor.artifact());
  }
}
