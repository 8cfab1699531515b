package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.device.v1.ReportKind;
import dev.mintmark.events.rollout.v1.Outcome;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.ledger.lineage.SystemNeedsTest;
import dev.mintmark.topics.TopicCatalogue;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From inputs to releases to devices, and trainings that came out differently. */
class LineageIT {
  private static final String DATABASE = "lineage";
  private static final byte[] PROFILE = SystemNeedsTest.PROFILE.getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(PROFILE);
  private static final ArtifactReference REFERENCE =
      new ArtifactReference(DIGEST.toString(), MediaTypes.TARGET_PROFILE, (long) PROFILE.length);

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static EmbeddedStack stack;
  private static Tables tables;
  private static LedgerProcess ledger;

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    storeProfile();
    try (Log log = new Log(stack.kafkaBootstrapServers())) {
      log.write(Line.published("plain", "v1.0.0"));
      log.write(Line.ofOneTraining("trained", "v1.0.0", REFERENCE).requested());
      log.write(Line.ofOneTraining("trained", "v1.0.1", REFERENCE).requested());
      log.write(new Rebuilt("plain", "v1.0.0", "rebuild-1").all());
      log.write(FleetLog.requested("plain", "v1.0.0"));
      log.write(
          FleetLog.changed("plain", "v1.0.0", 1, RolloutState.PLANNED, null),
          FleetLog.changed("plain", "v1.0.0", 2, RolloutState.SOAKING, Outcome.HOLD),
          FleetLog.approved("plain", "v1.0.0", 2),
          FleetLog.changed("plain", "v1.0.0", 3, RolloutState.PROMOTED, null));
      log.write(
          FleetLog.enrolled("d-1", "rpi 2024.1"),
          FleetLog.enrolled("d-2", null),
          FleetLog.enrolled("d-3", null),
          FleetLog.reported("d-1", 1, ReportKind.RUNNING, "plain:v1.0.0"),
          FleetLog.reported("d-2", 1, ReportKind.RUNNING, "plain:v1.0.0"),
          FleetLog.reported("d-2", 2, ReportKind.RUNNING, "trained:v1.0.0"),
          FleetLog.reported("d-1", 2, ReportKind.SMOKE_FAILED, "trained:v1.0.0"));
    }
    tables = Tables.create(stack, DATABASE);
    ledger = LedgerProcess.withStore(stack, DATABASE, folder.resolve("ledger")).awaitReady();
  }

  private static void storeProfile() throws Exception {
    Path file = Files.write(folder.resolve("profile"), PROFILE);
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(stack.s3Endpoint().toString())
            .region("us-east-1")
            .credentials(stack.s3AccessKey(), stack.s3SecretKey())
            .build()) {
      client.uploadObject(
          UploadObjectArgs.builder()
              .bucket(stack.s3Bucket())
              .object("sha256/" + DIGEST.hex().substring(0, 2) + "/" + DIGEST.hex())
              .filename(file.toString())
              .build());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    ledger.close();
    tables.close();
    stack.close();
  }

  private static JsonNode lineage(String kind, String value) {
    return ledger.json("/v1/lineage?kind=" + kind + "&value=" + URLEncoder.encode(value, UTF_8));
  }

  private static List<String> releases(JsonNode lineage) {
    return lineage.get("releases").findValuesAsText("version").stream().toList();
  }

  private static List<String> devices(JsonNode lineage) {
    return lineage.get("devices").findValuesAsText("device");
  }

  @Test
  void aDatasetLeadsToItsReleasesAndTheDevicesThatRunThemNow() {
    JsonNode found = lineage("dataset", Digest.of("faces".getBytes(UTF_8)).toString());

    assertThat(found.get("releaseCount").asInt()).isEqualTo(3);
    assertThat(found.get("releases").findValuesAsText("name"))
        .containsExactly("plain", "trained", "trained");
    assertThat(found.get("releases").findValuesAsText("state"))
        .containsExactly("published", "requested", "requested");
    assertThat(found.get("deviceCount").asInt()).isEqualTo(2);
    assertThat(found.get("devices").findValuesAsText("release"))
        .containsExactly("plain:v1.0.0", "trained:v1.0.0");
  }

  @Test
  void aDeviceCountsWhereItsLastWordIsThatItRuns() {
    JsonNode found = lineage("environment", DIGEST.toString());

    assertThat(releases(found)).containsExactly("v1.0.0", "v1.0.1");
    assertThat(devices(found)).as("d-1 tried it and runs something else").containsExactly("d-2");
    assertThat(found.get("devices").get(0))
        .hasToString(
            ("{'device':'d-2','deviceClass':'cpu-amd64','release':'trained:v1.0.0','index':'%s',"
                    + "'since':'2026-03-01T00:00:00Z','driver':'hailo_pci 4.20.0','firmware':null,"
                    + "'kernel':'6.6.31'}")
                .formatted(Digest.of("index".getBytes(UTF_8)))
                .replace('\'', '"'));
  }

  @ParameterizedTest(name = "firmware {0}")
  @CsvSource({
    "hailo8, v1.0.0 v1.0.1, d-2",
    "4.20.0, v1.0.0 v1.0.1, d-1 d-2",
    "hailo8 4.20.0, v1.0.0 v1.0.1, d-2",
    "rpi 2024.1, '', d-1",
    "2024.1, '', d-1",
    "%, '', ''",
    "1, '', ''",
  })
  void aFirmwareIsInProfilesAndInWhatDevicesSay(String value, String releases, String devices) {
    JsonNode found = lineage("firmware", value);

    assertThat(String.join(" ", releases(found))).isEqualTo(releases);
    assertThat(String.join(" ", devices(found))).isEqualTo(devices);
    assertThat(found.get("unreadProfiles")).as("those of plain were never stored").hasSize(2);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "base, scratch, 3",
    "target, cpu-arm64, 3",
    "commit, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 3",
    "artifact, scratch, 3",
    "artifact, sha256:none, 0",
    "model, cpu-arm64, 0",
  })
  void everyKindIsFoundByItsValue(String kind, String value, int count) {
    assertThat(lineage(kind, value).get("releaseCount").asInt()).isEqualTo(count);
  }

  @Test
  void anyInputIsAnArtifact() {
    JsonNode artifacts = ledger.json("/v1/releases/plain/v1.0.0").at("/handOffs/0/artifacts");
    assertThat(artifacts).isNotEmpty();
    for (JsonNode artifact : artifacts) {
      assertThat(lineage("artifact", artifact.get("digest").asText()).get("releaseCount").asInt())
          .as(artifact.toString())
          .isEqualTo(1);
    }
  }

  @Test
  void bothAreCountedToTheEndWhereOnlyTheFirstAreShown() {
    JsonNode found = ledger.json("/v1/lineage?kind=base&value=scratch&limit=1");

    assertThat(found.get("releases")).hasSize(1);
    assertThat(found.get("devices")).hasSize(1);
    assertThat(found.get("releaseCount").asInt()).isEqualTo(3);
    assertThat(found.get("deviceCount").asInt()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0} is refused")
  @CsvSource({
    "/v1/lineage?kind=colour&value=x",
    "/v1/lineage?value=x",
    "/v1/lineage?kind=dataset",
    "/v1/lineage?kind=dataset&value=x&limit=0",
  })
  void aBadQuestionIsRefused(String path) {
    assertThat(ledger.get(path).statusCode()).isEqualTo(400);
    assertThat(ledger.get(path).body()).contains("LDG-002");
  }

  @Test
  void theSameTrainingWithAnotherModelIsShownOnBothSides() {
    JsonNode first = ledger.json("/v1/releases/trained/v1.0.0");
    JsonNode second = ledger.json("/v1/releases/trained/v1.0.1");

    assertThat(first.at("/trainingDrift/0/release").asText()).isEqualTo("trained:v1.0.1");
    assertThat(second.at("/trainingDrift/0/release").asText()).isEqualTo("trained:v1.0.0");
    assertThat(second.at("/trainingDrift/0/model"))
        .isEqualTo(first.at("/handOffs/0/artifacts/0/digest"));
    assertThat(ledger.json("/v1/releases/plain/v1.0.0").get("trainingDrift")).isEmpty();
  }

  @Test
  void aRolloutStandsWhereItsLastChangePutIt() throws Exception {
    assertThat(
            tables.strings(
                "select rollout || ' ' || state || ' ' || outcome || ' ' || stage || ' ' || devices"
                    + " from ledger.rollout"))
        .containsExactly("plain-v1.0.0-1 PROMOTED HOLD 1 250");
    assertThat(tables.number("select count(*) from ledger.rollout_event")).isEqualTo(5);
  }

  @Test
  void everyDeviceIsThereWithItsLastReport() throws Exception {
    assertThat(
            tables.strings(
                "select concat_ws(' ', device, device_class, report, name, version, firmware)"
                    + " from ledger.device order by device"))
        .containsExactly(
            "d-1 cpu-amd64 SMOKE_FAILED trained v1.0.0 rpi 2024.1",
            "d-2 cpu-amd64 RUNNING trained v1.0.0",
            "d-3 cpu-amd64");
  }

  @Test
  void droppedTablesComeBackToTheSameRows() throws Exception {
    List<String> before = tables.content();

    tables.execute("drop schema ledger cascade");

    Awaitility.await("everything to be projected again")
        .atMost(LedgerProcess.LONG_ENOUGH)
        .ignoreExceptions()
        .until(() -> tables.content().equals(before));
    ledger.awaitReady();
  }
}
