package dev.mintmark.image.base;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.BaseReference;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds a platform's image in a base; reads nothing that the request does not list. */
public final class BaseReader {
  /** How BuildKit marks what is about an image and no image. */
  private static final String REFERENCE_TYPE = "vnd.docker.reference.type";

  private final ArtifactStore store;
  private final BaseReference reference;
  private final Map<Digest, Artifact> listed = new HashMap<>();

  public BaseReader(ArtifactStore store, BaseReference reference) {
    this.store = store;
    this.reference = reference;
    reference.artifacts().forEach(artifact -> listed.put(artifact.digest(), artifact));
  }

  /**
   * Reads manifest and config of a platform's image.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-010 to IMG-014, and as the store's
   *     reading does
   */
  public BaseImage read(Platform platform) {
    Artifact top = listed("base image", reference.digest());
    Digest chosen = reference.digest();
    BaseDocument base = parse("base image", top, BaseDocument::read);
    requireType("base image", chosen, base.mediaType(), "the request", top.mediaType());
    OciDocument document = base.document();
    if (document instanceof ImageIndex index) {
      Descriptor descriptor = choose(index, platform);
      chosen = descriptor.digest();
      Artifact stored = listed("base manifest", descriptor);
      document = parse("base manifest", stored, BaseDocument::read).document();
      requireType(
          "base manifest", chosen, document.mediaType(), "its index", descriptor.mediaType());
    }
    if (!(document instanceof Manifest manifest)) {
      throw ImageRefusals.baseDocument("base manifest", chosen, "it is an index within an index");
    }
    return image(platform, chosen, manifest);
  }

  private Descriptor choose(ImageIndex index, Platform platform) {
    Descriptor descriptor;
    try {
      descriptor = index.manifestFor(platform);
    } catch (OciException e) {
      throw ImageRefusals.basePlatform(platform, reference.digest(), e.detail());
    }
    if (descriptor.annotations().containsKey(REFERENCE_TYPE)) {
      throw ImageRefusals.basePlatform(
          platform,
          reference.digest(),
          "its manifest " + descriptor.digest() + " is an attestation about an image");
    }
    return descriptor;
  }

  private BaseImage image(Platform platform, Digest digest, Manifest manifest) {
    String type = manifest.config().mediaType();
    if (manifest.artifactType() != null || !type.equals(OciMediaTypes.CONFIG)) {
      throw ImageRefusals.basePlatform(
          platform,
          reference.digest(),
          "manifest " + digest + " is of no image: its config is of type " + type);
    }
    Artifact stored = listed("base config", manifest.config());
    ImageConfig config = parse("base config", stored, OciReader::config);
    if (!config.platform().equals(platform)) {
      throw ImageRefusals.basePlatform(
          platform, reference.digest(), "its config says " + config.platform());
    }
    return new BaseImage(reference.digest(), digest, config, layers(manifest, stored, config));
  }

  private List<BaseLayer> layers(Manifest manifest, Artifact stored, ImageConfig config) {
    if (manifest.layers().size() != config.diffIds().size()) {
      throw ImageRefusals.baseConfig(
          stored.digest(),
          "it tells of "
              + config.diffIds().size()
              + " layers, the manifest has "
              + manifest.layers().size());
    }
    List<BaseLayer> layers = new ArrayList<>();
    for (Descriptor descriptor : manifest.layers()) {
      layers.add(new BaseLayer(descriptor.artifact(), config.diffIds().get(layers.size())));
    }
    manifest.layers().forEach(descriptor -> listed("base layer", descriptor));
    return layers;
  }

  private Artifact listed(String what, Digest digest) {
    Artifact artifact = listed.get(digest);
    if (artifact == null) {
      throw ImageRefusals.notListed(what, digest, "the request does not list it");
    }
    return artifact;
  }

  private Artifact listed(String what, Descriptor descriptor) {
    Artifact artifact = listed(what, descriptor.digest());
    if (artifact.size() != descriptor.size()) {
      throw ImageRefusals.notListed(
          what,
          descriptor.digest(),
          "the request says " + artifact.size() + " bytes, the base " + descriptor.size());
    }
    return artifact;
  }

  private static void requireType(
      String what, Digest digest, String found, String who, String said) {
    if (!found.equals(said)) {
      throw ImageRefusals.baseDocument(
          what, digest, "it is a " + found + ", " + who + " says " + said);
    }
  }

  private <T> T parse(String what, Artifact artifact, Function<byte[], T> reader) {
    try {
      return reader.apply(store.read(artifact.digest(), OciReader.MAX_BYTES));
    } catch (OciException e) {
      throw ImageRefusals.baseDocument(what, artifact.digest(), e.detail());
    }
  }
}
