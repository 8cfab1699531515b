package dev.mintmark.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.layer.LayerWriter;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Boms;
import dev.mintmark.verify.release.Image;
import dev.mintmark.verify.release.Model;
import dev.mintmark.verify.release.NamedBlob;
import dev.mintmark.verify.release.ReleaseEnv;
import dev.mintmark.verify.release.ReleaseStatement;
import dev.mintmark.verify.release.StatementSignature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A whole release in a registry, as the line publishes it, with handles on its parts for the tests
 * to tamper with. What a test changes before {@link #publish} is soundly signed; after, it is not.
 */
public final class ServedRelease {
  public static final String REPOSITORY = "vision/face-detect";
  public static final String TARGET = "cpu-amd64";
  public static final Instant CREATED = Instant.ofEpochSecond(1_780_000_000L);

  final TinyRegistry registry;
  final SigningKey key;
  public String version = "v1.0.0";
  public Platform platform = Platform.LINUX_AMD64;
  public String target = TARGET;
  public long floor = 0;
  public byte[] model = TinyModel.times(2);
  public Map<String, byte[]> smoke = new TreeMap<>(Map.of("face.npy", TinyModel.npy(1, 2, 3)));
  public Map<String, byte[]> expected =
      new TreeMap<>(
          Map.of("face/y.npy", TinyModel.npy(2, 4, 6), "tolerance", "0.02\n".getBytes(UTF_8)));

  /** Replaces the diff id that config and statement tell of. */
  Digest wrongDiffId = Digest.of(new byte[0]);

  boolean hasWrongDiffId = false;

  // What was published.
  public Digest layer = Digest.of(new byte[0]);
  Digest config = layer;
  Digest manifest = layer;
  Digest modelManifest = layer;
  Digest imageBom = layer;
  Digest modelBom = layer;
  public Digest env = layer;
  Digest signature = layer;
  Digest statementManifest = layer;
  public Digest bundle = layer;
  Digest bundleManifest = layer;
  public Artifact index = Artifact.of(new byte[0], OciMediaTypes.INDEX);

  public ServedRelease(TinyRegistry registry, SigningKey key) {
    this.registry = registry;
    this.key = key;
  }

  public ServedRelease publish() {
    Image image = image();
    Model released = model(image);
    publishStatement(statement(image, released), key, target);
    publishBundle(new ImageSigner(key, CREATED).bundleReferrer(index, REPOSITORY));
    registry.tag(version, index.digest());
    return this;
  }

  private ReleaseStatement statement(Image image, Model released) {
    imageBom = registry.blob(bom("image"));
    modelBom = registry.blob(bom("model"));
    return new ReleaseStatement(
        "face-detect",
        version,
        target,
        platform.toString(),
        REPOSITORY,
        new Image(index.digest(), image.manifest(), image.config(), image.layers()),
        released,
        new Boms(blob(bom("image")), blob(bom("model"))),
        floor);
  }

  private static byte[] bom(String of) {
    return ("{\"bomFormat\":\"CycloneDX\",\"of\":\"" + of + "\"}").getBytes(UTF_8);
  }

  /** Attaches a statement to the index; a forged one too. */
  void publishStatement(ReleaseStatement statement, SigningKey by, String annotatedTarget) {
    byte[] bytes = ReleaseEnv.write(statement);
    publishStatement(bytes, StatementSignature.sign(bytes, by), annotatedTarget);
  }

  void publishStatement(byte[] bytes, byte[] signatureFile, String annotatedTarget) {
    ArtifactManifest made =
        ArtifactManifest.referrer(
            MediaTypes.RELEASE_ENV,
            List.of(
                ArtifactManifest.Blob.file(bytes, MediaTypes.RELEASE_ENV, "release.env"),
                ArtifactManifest.Blob.file(
                    signatureFile, MediaTypes.RELEASE_ENV_SIGNATURE, "release.env.sig")),
            index,
            Map.of(Annotations.TARGET, annotatedTarget),
            CREATED);
    env = registry.blob(bytes);
    signature = registry.blob(signatureFile);
    registry.blob(made.config().content());
    statementManifest = registry.manifest(made.bytes().content(), OciMediaTypes.MANIFEST);
  }

  void publishBundle(ArtifactManifest made) {
    bundle = registry.blob(made.layers().getFirst().content());
    registry.blob(made.config().content());
    bundleManifest = registry.manifest(made.bytes().content(), OciMediaTypes.MANIFEST);
  }

  private Image image() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Layer written = layer(bytes);
    layer = registry.blob(bytes.toByteArray());
    Digest diffId = hasWrongDiffId ? wrongDiffId : written.diffId();
    ImageConfig.Run run =
        new ImageConfig.Run(
            null, new TreeSet<>(), List.of(), List.of("/run"), List.of(), null, new TreeMap<>());
    ImageConfig image =
        new ImageConfig(CREATED.getEpochSecond(), platform, run, List.of(diffId), List.of());
    config = registry.blob(image.bytes());
    Manifest made =
        Manifest.image(
            Descriptor.of(image.artifact()), List.of(Descriptor.of(written.blob())), Map.of());
    manifest = registry.manifest(made.bytes(), OciMediaTypes.MANIFEST);
    return new Image(
        manifest,
        blob(made.bytes()),
        blob(image.bytes()),
        List.of(new dev.mintmark.verify.release.Layer(blob(bytes.toByteArray()), diffId)));
  }

  private Layer layer(ByteArrayOutputStream out) {
    byte[] app = ("app of " + version).getBytes(UTF_8);
    LayerEntry file =
        new LayerEntry.File("run", 0755, app.length, null, () -> new ByteArrayInputStream(app));
    try {
      return new LayerWriter(CREATED.getEpochSecond()).write(List.of(file), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Model model(Image image) {
    List<Descriptor> layers = new ArrayList<>();
    layers.add(file("model.onnx", model));
    smoke.forEach((path, bytes) -> layers.add(file("smoke/" + path, bytes)));
    expected.forEach((path, bytes) -> layers.add(file("expected/" + path, bytes)));
    Manifest made =
        Manifest.ofArtifact("application/vnd.mintmark.model.v1", layers, null, Map.of());
    modelManifest = registry.manifest(made.bytes(), OciMediaTypes.MANIFEST);
    publishIndex(image, made.artifact());
    return new Model(blob(made.bytes()), blob(model), named(smoke), named(expected));
  }

  private void publishIndex(Image image, Artifact modelArtifact) {
    Artifact child =
        new Artifact(image.manifest().digest(), OciMediaTypes.MANIFEST, image.manifest().size());
    ImageIndex made =
        ImageIndex.ofPlatforms(
            Map.of(platform, Descriptor.of(child)),
            Map.of(
                Annotations.VERSION,
                version,
                Annotations.MODEL_PREFIX + target,
                modelArtifact.digest().toString()));
    registry.manifest(made.bytes(), OciMediaTypes.INDEX);
    index = made.artifact();
  }

  private Descriptor file(String title, byte[] bytes) {
    registry.blob(bytes);
    return Descriptor.of(
        Artifact.of(bytes, MediaTypes.OCTET_STREAM), Map.of(Annotations.TITLE, title));
  }

  private static List<NamedBlob> named(Map<String, byte[]> files) {
    return files.entrySet().stream()
        .map(file -> new NamedBlob(file.getKey(), blob(file.getValue())))
        .toList();
  }

  public static Digest digest(Map<String, byte[]> files, String path) {
    return Digest.of(files.getOrDefault(path, new byte[0]));
  }

  private static Blob blob(byte[] bytes) {
    return new Blob(Digest.of(bytes), bytes.length);
  }
}
