package dev.mintmark.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.RemoteRegistry;
import dev.mintmark.device.state.DeviceState;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import dev.mintmark.verify.release.StatementSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey STRANGER = SigningKey.generate();

  @TempDir Path folder;
  private Path home;
  private TinyRegistry registry;
  private ServedRelease release;

  @BeforeEach
  void prepare() throws IOException {
    home = folder.resolve("home");
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
    registry = new TinyRegistry(ServedRelease.REPOSITORY);
    release = new ServedRelease(registry, KEY);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void runsASoundRelease() throws IOException {
    release.publish();
    Outcome outcome = install("v1.0.0");
    assertThat(outcome.exitCode()).as(outcome.text()).isZero();
    assertThat(outcome.text())
        .isEqualTo(
            "running face-detect:v1.0.0 on cpu-amd64: 1 layers, 1 samples, greatest difference"
                + " 0.0000 of 0.02");
    var current = new DeviceState(home).read().orElseThrow();
    assertThat(current.release()).isEqualTo("face-detect:v1.0.0");
    assertThat(current.index()).isEqualTo(release.index.digest());
    assertThat(current.statement()).isEqualTo(release.env);
    assertThat(home.resolve("blobs").resolve(release.env.hex() + ".sig")).exists();
  }

  @Test
  void fetchesNoBlobTwice() throws IOException {
    release.publish();
    install("v1.0.0");
    registry.requests().clear();
    assertThat(install("v1.0.0").exitCode()).isZero();
    assertThat(registry.requests())
        .noneMatch(path -> path.endsWith(release.layer.toString()))
        .noneMatch(path -> path.endsWith(Digest.of(release.model).toString()));
  }

  @Test
  void fetchesAgainWhatItsDiskDamaged() throws IOException {
    release.publish();
    install("v1.0.0");
    Path layer = home.resolve("blobs").resolve(release.layer.hex());
    byte[] bytes = Files.readAllBytes(layer);
    Files.write(layer, flipped(bytes));
    assertThat(install("v1.0.0").exitCode()).isZero();
    assertThat(layer).hasBinaryContent(bytes);
  }

  static Stream<Arguments> tampered() {
    return Stream.of(
        // the registry changes or loses bytes
        after("a tampered layer", r -> swap(r, r.layer), "DEV-022"),
        after("a missing layer", r -> r.registry.remove(r.layer), "DEV-022"),
        after(
            "a layer with more behind it",
            r -> r.registry.swap(r.layer, new byte[9000]),
            "DEV-022"),
        after("a tampered model", r -> swap(r, Digest.of(r.model)), "DEV-024"),
        after(
            "a swapped model",
            r -> r.registry.swap(Digest.of(r.model), TinyModel.times(3)),
            "DEV-024"),
        after("a missing model", r -> r.registry.remove(Digest.of(r.model)), "DEV-024"),
        after("a tampered model manifest", r -> swap(r, r.modelManifest), "DEV-024"),
        after("a missing model manifest", r -> r.registry.remove(r.modelManifest), "DEV-024"),
        after("a tampered SBOM of the image", r -> swap(r, r.imageBom), "DEV-025"),
        after("a tampered SBOM of the model", r -> swap(r, r.modelBom), "DEV-025"),
        after("a missing SBOM", r -> r.registry.remove(r.modelBom), "DEV-025"),
        after(
            "a tampered sample",
            r -> swap(r, ServedRelease.digest(r.smoke, "face.npy")),
            "DEV-026"),
        after(
            "a tampered recorded output",
            r -> swap(r, ServedRelease.digest(r.expected, "face/y.npy")),
            "DEV-026"),
        after("a tampered image manifest", r -> swap(r, r.manifest), "DEV-021"),
        after("a missing image manifest", r -> r.registry.remove(r.manifest), "DEV-021"),
        after("a tampered config", r -> swap(r, r.config), "DEV-021"),
        // statement and signature
        after("a tampered statement", r -> swap(r, r.env), "DEV-011"),
        after("a missing statement", r -> r.registry.remove(r.env), "DEV-011"),
        after("a tampered statement signature", r -> swap(r, r.signature), "DEV-011"),
        after("a tampered statement manifest", r -> swap(r, r.statementManifest), "DEV-011"),
        after("a changed statement with the old signature", DeviceTest::forgeStatement, "DEV-011"),
        after(
            "a changed statement signed by a stranger",
            r -> resign(r, t -> t.replace("floor=0", "floor=1"), STRANGER),
            "DEV-011"),
        after(
            "a signed statement with an unknown key",
            r -> resign(r, t -> t + "zz=1\n", KEY),
            "DEV-011"),
        after("no statement", r -> r.registry.remove(r.statementManifest), "DEV-010"),
        after(
            "another target's statement under our annotation",
            r -> resign(r, t -> t.replace("target=cpu-amd64", "target=cpu-arm64"), KEY),
            "DEV-013"),
        after(
            "a statement for another platform",
            r -> resign(r, t -> t.replace("linux/amd64", "linux/arm64"), KEY),
            "DEV-013"),
        after(
            "a statement for another repository",
            r -> resign(r, t -> t.replace("vision/", "evil/"), KEY),
            "DEV-013"),
        after(
            "a statement of another version",
            r -> resign(r, t -> t.replace("v1.0.0", "v0.9.0"), KEY),
            "DEV-013"),
        after(
            "a statement about another index",
            r -> resign(r, t -> t.replace(r.index.digest().hex(), "0".repeat(64)), KEY),
            "DEV-013"),
        after(
            "a signed statement with another image",
            r -> resign(r, t -> t.replace(r.manifest.hex(), "0".repeat(64)), KEY),
            "DEV-020"),
        after(
            "a signed statement with another config",
            r -> resign(r, t -> t.replace(r.config.hex(), "0".repeat(64)), KEY),
            "DEV-021"),
        after(
            "a signed statement with another layer",
            r ->
                resign(
                    r,
                    t ->
                        t.replace(
                            "layer.000.digest=sha256:" + r.layer.hex(),
                            "layer.000.digest=sha256:" + "0".repeat(64)),
                    KEY),
            "DEV-021"),
        after(
            "a signed statement with another model",
            r -> resign(r, t -> t.replace(Digest.of(r.model).hex(), "0".repeat(64)), KEY),
            "DEV-024"),
        after(
            "a signed statement with another diff id",
            r ->
                resign(
                    r, t -> t.replaceAll("(layer.000.diff=sha256:).*", "$1" + "0".repeat(64)), KEY),
            "DEV-023"),
        after("no signature", r -> r.registry.remove(r.bundleManifest), "DEV-014"),
        after("a tampered signature", r -> swap(r, r.bundle), "DEV-014"),
        after("a tampered signature manifest", r -> swap(r, r.bundleManifest), "DEV-014"),
        after("a stranger's signature", DeviceTest::strangersBundle, "DEV-014"),
        after(
            "a failed test's attestation in place of a signature",
            DeviceTest::attestation,
            "DEV-014"),
        // the tag
        after("no such tag", r -> r.registry.tag("v1.0.0", Digest.of(new byte[1])), "DEV-003"),
        after("a tag that names no index", r -> r.registry.tag("v1.0.0", r.manifest), "DEV-003"),
        after("a tag that names something unsigned", DeviceTest::unsignedIndex, "DEV-010"),
        // soundly signed, and wrong
        before("a diff id that no layer has", r -> r.hasWrongDiffId = true, "DEV-023"),
        before(
            "outputs that the model does not make",
            r -> r.expected.put("face/y.npy", TinyModel.npy(2, 4, 7)),
            "DEV-030"),
        before(
            "an output that the model does not have",
            r -> r.expected.put("face/z.npy", TinyModel.npy(2)),
            "DEV-030"),
        before(
            "recorded outputs of another shape",
            r -> r.expected.put("face/y.npy", TinyModel.npy(2, 4)),
            "DEV-030"),
        before("a model that is no model", r -> r.model = "no model".getBytes(UTF_8), "DEV-031"),
        before(
            "a sample that is none",
            r -> r.smoke.put("face.npy", "no sample".getBytes(UTF_8)),
            "DEV-031"),
        before(
            "a sample without recorded outputs",
            r -> r.smoke.put("hand.npy", TinyModel.npy(1, 2, 3)),
            "DEV-031"),
        before("no sample", r -> r.smoke.clear(), "DEV-031"),
        before("no tolerance", r -> r.expected.remove("tolerance"), "DEV-031"),
        before(
            "a tolerance that lets everything pass",
            r -> r.expected.put("tolerance", "1e9".getBytes(UTF_8)),
            "DEV-031"),
        before("a release for another target", r -> r.target = "cpu-arm64", "DEV-012"),
        before(
            "a release for another platform", r -> r.platform = Platform.LINUX_ARM64, "DEV-013"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampered")
  void refuses(
      String name, Consumer<ServedRelease> before, Consumer<ServedRelease> after, String code)
      throws IOException {
    before.accept(release);
    release.publish();
    after.accept(release);
    assertRefused(install("v1.0.0"), code);
    assertThat(home.resolve("current.json")).doesNotExist();
  }

  @Test
  void takesALayerThatBreaksOffForABrokenConnection() throws IOException {
    release.publish();
    registry.swap(release.layer, new byte[3]);
    Outcome outcome = install("v1.0.0");
    assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(4);
    assertThat(home.resolve("current.json")).doesNotExist();
  }

  @Test
  void fetchesNothingLargeForAnUnverifiedStatement() throws IOException {
    release.publish();
    swap(release, release.env);
    install("v1.0.0");
    assertThat(registry.requests())
        .noneMatch(path -> path.endsWith(release.layer.toString()))
        .noneMatch(path -> path.endsWith(Digest.of(release.model).toString()));
  }

  @Test
  void findsTheSoundStatementAmongForgedOnes() throws IOException {
    release.publish();
    byte[] forged = "mintmark.release=1\n".getBytes(UTF_8);
    release.publishStatement(forged, StatementSignature.sign(forged, STRANGER), "cpu-amd64");
    assertThat(install("v1.0.0").exitCode()).isZero();
  }

  @Test
  void keepsRunningWhatItRanWhenAnUpdateIsRefused() throws IOException {
    release.publish();
    install("v1.0.0");
    ServedRelease next = new ServedRelease(registry, KEY);
    next.version = "v1.1.0";
    next.model = TinyModel.times(2.5f);
    next.publish();
    assertRefused(install("v1.1.0"), "DEV-030");
    assertThat(new DeviceState(home).read().orElseThrow().release())
        .isEqualTo("face-detect:v1.0.0");
  }

  @Test
  void refusesAnOldReleaseUnderANewTag() throws IOException {
    release.publish();
    registry.tag("v2.0.0", release.index.digest());
    assertRefused(install("v2.0.0"), "DEV-013");
  }

  @Test
  void goesBackToTheFloorAndNotBelow() throws IOException {
    for (Map.Entry<String, Long> version :
        Map.of("v1.0.0", 0L, "v1.1.0", 1L, "v1.2.0", 1L).entrySet()) {
      ServedRelease served = new ServedRelease(registry, KEY);
      served.version = version.getKey();
      served.floor = version.getValue();
      served.publish();
    }
    assertThat(install("v1.0.0").exitCode()).isZero();
    assertThat(install("v1.2.0").exitCode()).isZero();
    assertThat(install("v1.1.0").exitCode()).isZero();
    assertRefused(install("v1.0.0"), "DEV-015");
  }

  @Test
  void refusesToGuessWhenItsStateIsDamaged() throws IOException {
    release.publish();
    install("v1.0.0");
    Files.writeString(home.resolve("current.json"), "{\"release\":");
    assertRefused(install("v1.0.0"), "DEV-040");
  }

  @Test
  void tellsProgramsInJson() {
    release.publish();
    StringWriter out = new StringWriter();
    int exit = Device.run(arguments("release.pub", "--json"), new PrintWriter(out));
    var json = Documents.read(out.toString().strip().getBytes(UTF_8), "answer");
    // This machine may be the other platform: then the refusal must be coded as well.
    if (Device.thisMachine().equals(Platform.LINUX_AMD64)) {
      assertThat(exit).isZero();
      assertThat(json.get("outcome").asText()).isEqualTo("running");
      assertThat(json.get("index").asText()).isEqualTo(release.index.digest().toString());
    } else {
      assertThat(exit).isEqualTo(3);
      assertThat(json.get("code").asText()).isEqualTo("DEV-013");
    }
  }

  @Test
  void saysWhenTheRegistryCannotBeReached() {
    release.publish();
    registry.close();
    StringWriter out = new StringWriter();
    int exit = Device.run(arguments("release.pub"), new PrintWriter(out));
    assertThat(exit).isEqualTo(4);
    assertThat(out.toString()).startsWith("unreachable: ").contains("(DEV-001)");
  }

  @Test
  void refusesAKeyThatCannotBeUsed() throws IOException {
    Files.writeString(folder.resolve("bad.pub"), "no key");
    StringWriter out = new StringWriter();
    assertThat(Device.run(arguments("bad.pub"), new PrintWriter(out))).isEqualTo(3);
    assertThat(out.toString()).startsWith("refused: ").contains("(VER-003)", "(DEV-002)");
  }

  private String[] arguments(String key, String... more) {
    return Stream.concat(
            Stream.of(
                "--registry=" + registry.uri(),
                "--release=" + ServedRelease.REPOSITORY + ":v1.0.0",
                "--target=cpu-amd64",
                "--key=" + folder.resolve(key),
                "--home=" + home),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private Outcome install(String tag) throws IOException {
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new Installation(
              new RemoteRegistry(client, new RepositoryName(ServedRelease.REPOSITORY)),
              KEY.verificationKey(),
              home)
          .install(new Tag(tag), "cpu-amd64", Platform.LINUX_AMD64);
    }
  }

  private static void assertRefused(Outcome outcome, String code) {
    assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(3);
    assertThat(outcome.json().get("code").asText()).as(outcome.text()).isEqualTo(code);
    assertThat(outcome.text()).startsWith("refused: ").endsWith("(" + code + ")");
  }

  private static Arguments before(String name, Consumer<ServedRelease> change, String code) {
    Consumer<ServedRelease> nothing = r -> {};
    return Arguments.of(name, change, nothing, code);
  }

  private static Arguments after(String name, Consumer<ServedRelease> change, String code) {
    Consumer<ServedRelease> nothing = r -> {};
    return Arguments.of(name, nothing, change, code);
  }

  /** Serves the bytes with one bit changed. */
  private static void swap(ServedRelease release, Digest digest) {
    release.registry.swap(digest, flipped(release.registry.served(digest)));
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  private static String text(ServedRelease release) {
    return new String(release.registry.served(release.env), UTF_8);
  }

  private static void forgeStatement(ServedRelease release) {
    byte[] changed = text(release).replace("floor=0", "floor=1").getBytes(UTF_8);
    byte[] old = release.registry.served(release.signature);
    release.registry.remove(release.statementManifest);
    release.publishStatement(changed, old, "cpu-amd64");
  }

  private static void resign(
      ServedRelease release, Function<String, String> change, SigningKey by) {
    String changed = change.apply(text(release));
    assertThat(changed).isNotEqualTo(text(release));
    release.registry.remove(release.statementManifest);
    byte[] bytes = changed.getBytes(UTF_8);
    release.publishStatement(bytes, StatementSignature.sign(bytes, by), "cpu-amd64");
  }

  private static void strangersBundle(ServedRelease release) {
    release.registry.remove(release.bundleManifest);
    release.publishBundle(
        new ImageSigner(STRANGER, ServedRelease.CREATED)
            .bundleReferrer(release.index, ServedRelease.REPOSITORY));
  }

  /** What cosign would take for an image signature. */
  private static void attestation(ServedRelease release) {
    release.registry.remove(release.bundleManifest);
    Statement statement =
        new Statement(
            List.of(new Subject(Optional.of(ServedRelease.REPOSITORY), release.index.digest())),
            "https://example.com/test-result/v1",
            CanonicalJson.object().put("result", "FAILED"));
    byte[] bundle = SigstoreBundle.sign(statement, KEY).bytes();
    release.publishBundle(
        ArtifactManifest.referrer(
            SigstoreBundle.MEDIA_TYPE,
            List.of(ArtifactManifest.Blob.of(bundle, SigstoreBundle.MEDIA_TYPE)),
            release.index,
            Map.of(),
            ServedRelease.CREATED));
  }

  private static void unsignedIndex(ServedRelease release) {
    byte[] evil =
        new String(release.registry.served(release.index.digest()), UTF_8)
            .replace("v1.0.0", "v6.6.6")
            .getBytes(UTF_8);
    release.registry.tag("v1.0.0", release.registry.manifest(evil, OciMediaTypes.INDEX));
  }
}
