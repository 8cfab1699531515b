package dev.mintmark.device;

import static dev.mintmark.device.ProvisionedDevice.KEY;
import static dev.mintmark.device.ProvisionedDevice.STRANGER;
import static dev.mintmark.device.ProvisionedDevice.assertRefused;
import static dev.mintmark.device.ProvisionedDevice.swap;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import dev.mintmark.verify.release.StatementSignature;
import java.io.IOException;
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

/** Releases that something is wrong with, in the registry or from the start. */
class TamperedReleaseTest {
  @TempDir Path folder;
  private ProvisionedDevice device;
  private Path home;
  private TinyRegistry registry;
  private ServedRelease release;

  @BeforeEach
  void prepare() throws IOException {
    device = new ProvisionedDevice(folder);
    home = device.home;
    registry = device.registry;
    release = device.release;
  }

  @AfterEach
  void close() {
    device.close();
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
        after(
            "a changed statement with the old signature",
            TamperedReleaseTest::forgeStatement,
            "DEV-011"),
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
        after("a stranger's signature", TamperedReleaseTest::strangersBundle, "DEV-014"),
        after(
            "a failed test's attestation in place of a signature",
            TamperedReleaseTest::attestation,
            "DEV-014"),
        // the tag
        after("no such tag", r -> r.registry.tag("v1.0.0", Digest.of(new byte[1])), "DEV-003"),
        after("a tag that names no index", r -> r.registry.tag("v1.0.0", r.manifest), "DEV-003"),
        after("a tag that names something unsigned", TamperedReleaseTest::unsignedIndex, "DEV-010"),
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
    assertRefused(device.install("v1.0.0"), code);
    assertThat(home.resolve("current.json")).doesNotExist();
  }

  @Test
  void takesALayerThatBreaksOffForABrokenConnection() throws IOException {
    release.publish();
    registry.swap(release.layer, new byte[3]);
    Outcome outcome = device.install("v1.0.0");
    assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(4);
    assertThat(home.resolve("current.json")).doesNotExist();
  }

  @Test
  void fetchesNothingLargeForAnUnverifiedStatement() throws IOException {
    release.publish();
    swap(release, release.env);
    device.install("v1.0.0");
    assertThat(registry.requests())
        .noneMatch(path -> path.endsWith(release.layer.toString()))
        .noneMatch(path -> path.endsWith(Digest.of(release.model).toString()));
  }

  private static Arguments before(String name, Consumer<ServedRelease> change, String code) {
    Consumer<ServedRelease> nothing = r -> {};
    return Arguments.of(name, change, nothing, code);
  }

  private static Arguments after(String name, Consumer<ServedRelease> change, String code) {
    Consumer<ServedRelease> nothing = r -> {};
    return Arguments.of(name, nothing, change, code);
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
