package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ArtifactTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** An image of two platforms in a registry: a layer that both have, one of each one's own. */
public final class SmallImage {
  public static final String REPOSITORY = "vision/app";
  public static final long EPOCH = 1_780_000_000L;
  private static final byte[] MODEL = "a model".getBytes(UTF_8);

  public final TinyRegistry registry = new TinyRegistry(REPOSITORY);
  public final Artifact index;
  public final Map<Platform, Artifact> manifests = new TreeMap<>();
  public final Map<Platform, Artifact> configs = new TreeMap<>();

  /**
   * @param withTarget whether it has a model for {@code board}, an arm64 device that nobody tried
   */
  public SmallImage(boolean withTarget) {
    this(withTarget, Platform.LINUX_ARM64);
  }

  /**
   * @param board what {@code board} is
   */
  public SmallImage(boolean withTarget, Platform board) {
    Map<Platform, Descriptor> images = new LinkedHashMap<>();
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      images.put(platform, Descriptor.of(image(platform)));
    }
    SortedMap<String, String> notes = new TreeMap<>();
    notes.put(Annotations.VERSION, "v1.0.0");
    notes.put(Annotations.CREATED, Instant.ofEpochSecond(EPOCH).toString());
    if (withTarget) {
      notes.put(Annotations.MODEL_PREFIX + "board", model(board).toString());
      notes.put(Annotations.TESTED_PREFIX + "board", "untested");
    }
    byte[] bytes = ImageIndex.ofPlatforms(images, notes).bytes();
    registry.manifest(bytes, OciMediaTypes.INDEX);
    index = Artifact.of(bytes, OciMediaTypes.INDEX);
    registry.tag("v1.0.0", index.digest());
  }

  private Artifact image(Platform platform) {
    List<byte[]> tars = List.of("shared".getBytes(UTF_8), ("own of " + platform).getBytes(UTF_8));
    ImageConfig config =
        new ImageConfig(
            EPOCH,
            platform,
            new ImageConfig.Run(
                "65532:65532",
                new TreeSet<>(List.of("8080/tcp")),
                List.of("A=b"),
                List.of("/serve"),
                List.of(),
                null,
                new TreeMap<>()),
            tars.stream().map(Digest::of).toList(),
            List.of());
    registry.blob(config.bytes());
    configs.put(platform, config.artifact());
    List<Descriptor> layers =
        tars.stream()
            .map(SmallImage::gzip)
            .map(blob -> {
              registry.blob(blob);
              return Descriptor.of(Artifact.of(blob, OciMediaTypes.LAYER_GZIP));
            })
            .toList();
    byte[] manifest = Manifest.image(Descriptor.of(config.artifact()), layers, Map.of()).bytes();
    registry.manifest(manifest, OciMediaTypes.MANIFEST);
    Artifact artifact = Artifact.of(manifest, OciMediaTypes.MANIFEST);
    manifests.put(platform, artifact);
    return artifact;
  }

  private Digest model(Platform board) {
    registry.blob(MODEL);
    registry.blob(new byte[] {'{', '}'});
    byte[] manifest =
        Manifest.ofArtifact(
                ArtifactTypes.MODEL,
                List.of(
                    Descriptor.of(
                        Artifact.of(MODEL, MediaTypes.ONNX),
                        Map.of(Annotations.TITLE, "model.onnx"))),
                null,
                Map.of(
                    Annotations.TARGET,
                    "board",
                    Annotations.PLATFORM,
                    board.toString(),
                    Annotations.TESTED,
                    "untested",
                    Annotations.EXPOSE_PREFIX + "device",
                    "/dev/npu0,/dev/npu1",
                    Annotations.EXPOSE_PREFIX + "gpus",
                    "all"))
            .bytes();
    return registry.manifest(manifest, OciMediaTypes.MANIFEST);
  }

  /** Signs the index and both images, in both of cosign's forms. */
  public SmallImage sign(SigningKey key) {
    ImageSigner signer = new ImageSigner(key, Instant.ofEpochSecond(EPOCH));
    sign(signer, index);
    manifests.values().forEach(manifest -> sign(signer, manifest));
    return this;
  }

  private void sign(ImageSigner signer, Artifact subject) {
    publish(signer.bundleReferrer(subject, REPOSITORY));
    ArtifactManifest tag = signer.signatureTag(subject, REPOSITORY);
    registry.tag(tag.tag().orElseThrow(), publish(tag));
  }

  private Digest publish(ArtifactManifest made) {
    made.layers().forEach(layer -> registry.blob(layer.content()));
    registry.blob(made.config().content());
    return registry.manifest(made.bytes().content(), OciMediaTypes.MANIFEST);
  }

  /** What an engine tells of the image for arm64. */
  public String inspected() {
    return "[{\"Id\":\"%s\",\"RootFS\":{\"Layers\":[\"%s\",\"%s\"]}}]"
        .formatted(
            Objects.requireNonNull(configs.get(Platform.LINUX_ARM64)).digest(),
            Digest.of("shared".getBytes(UTF_8)),
            Digest.of("own of linux/arm64".getBytes(UTF_8)));
  }

  /** Digest of the layer that both platforms have, as it is stored. */
  public static Digest sharedLayer() {
    return Digest.of(gzip("shared".getBytes(UTF_8)));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
