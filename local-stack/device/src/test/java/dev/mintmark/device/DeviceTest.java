package dev.mintmark.device;

import static dev.mintmark.device.ProvisionedDevice.KEY;
import static dev.mintmark.device.ProvisionedDevice.STRANGER;
import static dev.mintmark.device.ProvisionedDevice.assertRefused;
import static dev.mintmark.device.ProvisionedDevice.flipped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.device.state.DeviceState;
import dev.mintmark.oci.Platform;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.registry.TinyRegistry;
import dev.mintmark.verify.release.StatementSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device does with what it may run, and with its own state. */
class DeviceTest {
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

  @Test
  void runsASoundRelease() throws IOException {
    release.publish();
    Outcome outcome = device.install("v1.0.0");
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
    device.install("v1.0.0");
    registry.requests().clear();
    assertThat(device.install("v1.0.0").exitCode()).isZero();
    assertThat(registry.requests())
        .noneMatch(path -> path.endsWith(release.layer.toString()))
        .noneMatch(path -> path.endsWith(Digest.of(release.model).toString()));
  }

  @Test
  void fetchesAgainWhatItsDiskDamaged() throws IOException {
    release.publish();
    device.install("v1.0.0");
    Path layer = home.resolve("blobs").resolve(release.layer.hex());
    byte[] bytes = Files.readAllBytes(layer);
    Files.write(layer, flipped(bytes));
    assertThat(device.install("v1.0.0").exitCode()).isZero();
    assertThat(layer).hasBinaryContent(bytes);
  }

  @Test
  void findsTheSoundStatementAmongForgedOnes() throws IOException {
    release.publish();
    byte[] forged = "mintmark.release=1\n".getBytes(UTF_8);
    release.publishStatement(forged, StatementSignature.sign(forged, STRANGER), "cpu-amd64");
    assertThat(device.install("v1.0.0").exitCode()).isZero();
  }

  @Test
  void keepsRunningWhatItRanWhenAnUpdateIsRefused() throws IOException {
    release.publish();
    device.install("v1.0.0");
    ServedRelease next = new ServedRelease(registry, KEY);
    next.version = "v1.1.0";
    next.model = TinyModel.times(2.5f);
    next.publish();
    assertRefused(device.install("v1.1.0"), "DEV-030");
    assertThat(new DeviceState(home).read().orElseThrow().release())
        .isEqualTo("face-detect:v1.0.0");
  }

  @Test
  void refusesAnOldReleaseUnderANewTag() throws IOException {
    release.publish();
    registry.tag("v2.0.0", release.index.digest());
    assertRefused(device.install("v2.0.0"), "DEV-013");
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
    assertThat(device.install("v1.0.0").exitCode()).isZero();
    assertThat(device.install("v1.2.0").exitCode()).isZero();
    assertThat(device.install("v1.1.0").exitCode()).isZero();
    assertRefused(device.install("v1.0.0"), "DEV-015");
  }

  @Test
  void refusesToGuessWhenItsStateIsDamaged() throws IOException {
    release.publish();
    device.install("v1.0.0");
    Files.writeString(home.resolve("current.json"), "{\"release\":");
    assertRefused(device.install("v1.0.0"), "DEV-040");
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
}
