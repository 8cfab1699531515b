package dev.mintmark.signer.contents;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.signer.chain.SignerCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether each target's model artifact holds the model that passed the gate, then the smoke
 * samples, then the outputs that the converter recorded, and nothing else.
 */
final class ModelArtifactCheck {
  private static final String ARTIFACT_TYPE = "application/vnd.mintmark.model.v1";

  private final StoredObjects objects;
  private final ReleaseChain chain;
  private final Tree smoke;

  ModelArtifactCheck(StoredObjects objects, ReleaseChain chain, Tree smoke) {
    this.objects = objects;
    this.chain = chain;
    this.smoke = smoke;
  }

  /** The recorded outputs by target. */
  SortedMap<String, Tree> check() {
    List<Variant> variants = chain.quantized().getVariants();
    List<ModelArtifact> models = chain.built().getModels();
    SignerCode.TARGETS.same(
        "the list of model artifacts",
        variants.stream().map(Variant::getTarget).toList(),
        models.stream().map(ModelArtifact::getTarget).toList());
    SortedMap<String, Tree> expected = new TreeMap<>();
    for (int i = 0; i < models.size(); i++) {
      expected.put(models.get(i).getTarget(), check(models.get(i), variants.get(i)));
    }
    return expected;
  }

  private Tree check(ModelArtifact model, Variant variant) {
    String subject = "the model artifact for " + model.getTarget();
    SignerCode code = SignerCode.MODEL_ARTIFACT;
    code.same("the model of " + subject, variant.getModel(), model.getModel());
    code.same("the platform of " + subject, variant.getPlatform(), model.getPlatform());
    requirePlatform(subject, model.getPlatform());
    Manifest manifest = objects.manifest(model.getManifest());
    code.same("the type of " + subject, ARTIFACT_TYPE, String.valueOf(manifest.artifactType()));
    code.same(
        "the config of " + subject, model.getConfig(), ImageCheck.reference(manifest.config()));
    code.same(
        "the layers of " + subject,
        model.getLayers(),
        manifest.layers().stream().map(ImageCheck::reference).toList());
    Tree expected = objects.tree(variant.getExpected());
    code.same("the files of " + subject, files(variant, expected), files(manifest));
    objects.require(model.getConfig());
    model.getLayers().forEach(objects::require);
    return expected;
  }

  private void requirePlatform(String subject, String platform) {
    if (chain.built().getImages().stream()
        .map(PlatformImage::getPlatform)
        .noneMatch(platform::equals)) {
      throw SignerCode.MODEL_ARTIFACT.refused(subject, "no image is built for its " + platform);
    }
  }

  /** A layer as file name, digest and size. */
  private record NamedFile(String title, Digest digest, long size) {}

  private List<NamedFile> files(Variant variant, Tree expected) {
    List<NamedFile> files = new ArrayList<>();
    files.add(
        new NamedFile(
            "model.onnx",
            Digest.parse(variant.getModel().getDigest()),
            variant.getModel().getSize()));
    smoke.entries().forEach(e -> files.add(named("smoke/", e)));
    expected.entries().forEach(e -> files.add(named("expected/", e)));
    return files;
  }

  private static NamedFile named(String folder, Tree.Entry entry) {
    return new NamedFile(folder + entry.path(), entry.digest(), entry.size());
  }

  private static List<NamedFile> files(Manifest manifest) {
    return manifest.layers().stream().map(ModelArtifactCheck::named).toList();
  }

  private static NamedFile named(Descriptor layer) {
    String title = layer.annotations().getOrDefault(Annotations.TITLE, "");
    return new NamedFile(title, layer.digest(), layer.size());
  }
}
