package dev.mintmark.canary.device;

import static dev.mintmark.canary.device.Api.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices see. Each test has devices of its own. */
class DeviceApiIT {
  private static final String INDEX = Digest.of("the release".getBytes(UTF_8)).toString();
  private static final String OTHER = Digest.of("another release".getBytes(UTF_8)).toString();
  private static final String CLASS = "cpu-amd64";
  private static final String ENROLLED = "mintmark.device.enrolled.v1";
  private static final String REPORTED = "mintmark.device.reported.v1";

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static RunningController controller;
  private static Api api;
  private static FleetTables tables;

  @BeforeAll
  static void start() throws Exception {
    controller = RunningController.start(folder);
    api = controller.api();
    tables = controller.tables();
  }

  @AfterAll
  static void stop() throws Exception {
    controller.close();
  }

  @Test
  void aTokenEnrolsOneDeviceOnce() throws Exception {
    String token = api.enrolmentToken(CLASS);

    HttpResponse<String> first = api.enrol(token, "once-1");
    HttpResponse<String> again = api.enrol(token, "once-1");
    HttpResponse<String> other = api.enrol(token, "once-2");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(Api.json(first).get("deviceClass").asText()).isEqualTo(CLASS);
    assertThat(Api.json(first).get("generation").asInt()).isEqualTo(1);
    assertRefused(other, 403, "CAN-113");
    assertThat(tables.events(ENROLLED, "once-1")).isEqualTo(1);
    assertThat(tables.events(ENROLLED, "once-2")).isZero();
  }

  @Test
  void onlyHashesOfTokensAreStored() throws Exception {
    String token = api.enrolmentToken(CLASS);
    api.enrol(token, "hashed");

    assertThat(tables.strings("select hash from canary.enrolment_token where device = 'hashed'"))
        .containsExactly(Digest.of(token.getBytes(UTF_8)).hex());
    assertThat(tables.strings("select t::text from canary.enrolment_token t"))
        .noneMatch(row -> row.contains(token));
  }

  @Test
  void anExpiredTokenEnrolsNobodyNotEvenItsUser() throws Exception {
    String unused = api.enrolmentToken(CLASS);
    String used = api.enrolmentToken(CLASS);
    api.enrol(used, "expired-1");
    tables.update(
        "update canary.enrolment_token set expires = now() - interval '1 second'"
            + " where hash in (?, ?)",
        Digest.of(unused.getBytes(UTF_8)).hex(),
        Digest.of(used.getBytes(UTF_8)).hex());

    assertRefused(api.enrol(unused, "expired-2"), 403, "CAN-112");
    assertRefused(api.enrol(used, "expired-1"), 403, "CAN-112");
  }

  @Test
  void anEarlierGenerationIsVoidEverywhere() {
    String firstEnrolment = api.enrolmentToken(CLASS);
    String old = Api.json(api.enrol(firstEnrolment, "twice")).get("token").asText();

    String latest = api.enrolled("twice", CLASS);

    assertThat(
            Api.json(api.get("/v1/fleet/devices/twice", ControllerProcess.VIEWER))
                .get("generation")
                .asInt())
        .isEqualTo(2);
    assertThat(api.desired("twice", latest, "", 0).statusCode()).isEqualTo(204);
    assertRefused(api.desired("twice", old, "", 0), 403, "CAN-102");
    assertRefused(api.report("twice", old, 1, "RUNNING", INDEX), 403, "CAN-102");
    assertRefused(api.enrol(firstEnrolment, "twice"), 403, "CAN-113");
  }

  @Test
  void aReplacedTokenLosesItsOpenPoll() throws Exception {
    String old = api.enrolled("replaced", CLASS);
    CompletableFuture<HttpResponse<String>> poll = openPoll("replaced", old, "");

    api.enrolled("replaced", CLASS);

    assertRefused(poll.get(10, TimeUnit.SECONDS), 403, "CAN-102");
  }

  @Test
  void aDeviceKeepsItsClass() throws Exception {
    api.enrolled("classy", CLASS);
    String token = api.enrolmentToken("cpu-arm64");

    assertRefused(api.enrol(token, "classy"), 409, "CAN-114");
    assertThat(api.enrol(token, "classy-arm").statusCode()).isEqualTo(201);
    assertThat(tables.events(ENROLLED, "classy")).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} is no order for tokens")
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"deviceClass\":\"cpu-amd64\",\"count\":0,\"validFor\":\"PT1H\"}",
        "{\"deviceClass\":\"cpu-amd64\",\"count\":10001,\"validFor\":\"PT1H\"}",
        "{\"deviceClass\":\"cpu-amd64\",\"count\":1,\"validFor\":\"1h\"}",
        "{\"deviceClass\":\"cpu-amd64\",\"count\":1,\"validFor\":\"P31D\"}",
        "{\"deviceClass\":\"cpu amd64\",\"count\":1,\"validFor\":\"PT1H\"}",
      })
  void refusesABadOrderForTokens(String body) {
    assertRefused(api.post("/v1/enrolments", ControllerProcess.OPERATOR, body), 400, "CAN-110");
  }

  @ParameterizedTest(name = "{0} answers {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"device\":\"a\"} | 400 | CAN-110",
        "{\"token\":\"mme1-x\",\"device\":\"A\"} | 400 | CAN-110",
        "{\"token\":\"mme1-x\",\"device\":\"a:b\"} | 400 | CAN-110",
        "{\"token\":\"mme1-x\"} | 400 | CAN-110",
        "{\"token\":\"mme1-x\",\"device\":\"a\",\"driver\":\"a\\u0000b\"} | 400 | CAN-105",
        "{\"token\":\"mme1-x\",\"device\":\"a\"} | 403 | CAN-111",
      })
  void refusesABadEnrolment(String body, int status, String code) {
    assertRefused(api.post("/v1/devices", "", body), status, code);
  }

  @Test
  void nobodyElseGetsIn() {
    String token = api.enrolled("mine", CLASS);
    api.enrolled("yours", CLASS);
    String forged = token.substring(0, token.length() - 2) + "xx";
    String unknown =
        new DeviceTokens(ControllerProcess.DEVICE_KEY)
            .issue(new DeviceIdentity("never-enrolled", CLASS, 1));

    assertRefused(api.desired("yours", token, "", 0), 403, "CAN-101");
    assertRefused(api.report("yours", token, 1, "RUNNING", INDEX), 403, "CAN-101");
    assertRefused(api.desired("never-enrolled", unknown, "", 0), 403, "CAN-102");
    assertThat(api.desired("mine", forged, "", 0).statusCode()).isEqualTo(401);
    assertThat(api.desired("mine", "", "", 0).statusCode()).isEqualTo(401);
    assertThat(api.desired("mine", ControllerProcess.OPERATOR, "", 0).statusCode()).isEqualTo(403);
    assertThat(api.get("/v1/fleet/devices", token).statusCode()).isEqualTo(403);
    assertThat(api.post("/v1/enrolments", ControllerProcess.VIEWER, "{}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void desiredStateGoesFromNothingToAnOrderThatStays() throws Exception {
    String token = api.enrolled("plain", CLASS);
    assertThat(api.desired("plain", token, "", 0).statusCode()).isEqualTo(204);

    tables.order(INDEX, "plain");
    HttpResponse<String> ordered = api.desired("plain", token, "", 30);

    assertThat(ordered.statusCode()).isEqualTo(200);
    assertThat(ordered.headers().firstValue("ETag")).contains("\"1\"");
    JsonNode order = Api.json(ordered);
    assertThat(order.get("order").asLong()).isEqualTo(1);
    assertThat(order.get("release").asText()).isEqualTo("face-detect:v1.0.1");
    assertThat(order.get("repository").asText()).isEqualTo("vision/face-detect");
    assertThat(order.get("tag").asText()).isEqualTo("v1.0.1");
    assertThat(order.get("index").asText()).isEqualTo(INDEX);
    assertThat(order.get("reason").asText()).isEqualTo("rollout");
    HttpResponse<String> same = api.desired("plain", token, "\"1\"", 0);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.headers().firstValue("ETag")).contains("\"1\"");
    assertThat(api.desired("plain", token, "\"1\"", 1).statusCode()).isEqualTo(304);
    assertThat(api.desired("plain", token, "\"0\"", 0).statusCode()).isEqualTo(200);
  }

  @Test
  void anOrderWakesTheDevicesThatWait() throws Exception {
    String first = api.enrolled("waits-1", CLASS);
    String second = api.enrolled("waits-2", CLASS);
    tables.order(INDEX, "waits-1");
    api.desired("waits-1", first, "", 30);
    CompletableFuture<HttpResponse<String>> polls1 = openPoll("waits-1", first, "\"1\"");
    CompletableFuture<HttpResponse<String>> polls2 = openPoll("waits-2", second, "");

    tables.order(OTHER, "waits-1", "waits-2");

    assertThat(Api.json(polls1.get(20, TimeUnit.SECONDS)).get("order").asLong()).isEqualTo(2);
    assertThat(Api.json(polls2.get(20, TimeUnit.SECONDS)).get("index").asText()).isEqualTo(OTHER);
  }

  @Test
  void aSecondPollOfADeviceEndsTheFirst() throws Exception {
    String token = api.enrolled("twofold", CLASS);
    CompletableFuture<HttpResponse<String>> first = openPoll("twofold", token, "");

    CompletableFuture<HttpResponse<String>> second = api.desiredLater("twofold", token, "", 60);

    assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    tables.order(INDEX, "twofold");
    assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest(name = "wait={0} is refused")
  @ValueSource(ints = {-1, 61})
  void refusesAWaitOutOfRange(int wait) {
    String token = api.enrolled("impatient" + Math.abs(wait), CLASS);

    assertRefused(api.desired("impatient" + Math.abs(wait), token, "", wait), 400, "CAN-103");
  }

  @Test
  void reportsAreRecordedOnceEachAndTheLastOneCounts() throws Exception {
    String token = ordered("reports");
    for (String kind : List.of("ADMITTED", "DOWNLOADED", "SMOKE_PASSED", "RUNNING")) {
      assertThat(api.report("reports", token, 1, kind, INDEX).statusCode()).isEqualTo(202);
      assertThat(api.report("reports", token, 1, kind, INDEX).statusCode()).isEqualTo(202);
    }
    api.report("reports", token, 1, "ADMITTED", INDEX);

    JsonNode device = device("reports");

    assertThat(tables.events(REPORTED, "reports")).isEqualTo(4);
    assertThat(device.get("progress").asText()).isEqualTo("running");
    assertThat(device.get("running").get("index").asText()).isEqualTo(INDEX);
    assertThat(device.get("order").get("report").get("kind").asText()).isEqualTo("RUNNING");
    assertThat(api.desired("reports", token, "\"1\"", 0).statusCode()).isEqualTo(304);
  }

  @Test
  void aFailureIsNotTakenBack() throws Exception {
    String token = ordered("failed");
    String body =
        Api.reportBody(1, "SMOKE_FAILED", INDEX)
            .put("code", "DEV-030")
            .put("detail", "line 1\nline 2" + "x".repeat(600))
            .put("driver", "hailo_pci 4.20.0")
            .toString();
    assertThat(api.post("/v1/devices/failed/reports", token, body).statusCode()).isEqualTo(202);
    assertThat(api.report("failed", token, 1, "RUNNING", INDEX).statusCode()).isEqualTo(202);

    JsonNode device = device("failed");

    assertThat(device.get("progress").asText()).isEqualTo("smoke-failed");
    assertThat(device.get("driver").asText()).isEqualTo("hailo_pci 4.20.0");
    JsonNode report = device.get("order").get("report");
    assertThat(report.get("code").asText()).isEqualTo("DEV-030");
    assertThat(report.get("detail").asText()).startsWith("line 1 line 2x").hasSize(500);
  }

  @Test
  void aLateOrUnknownOrderIsRefusedButARepeatedReportIsNot() throws Exception {
    String token = ordered("late");
    assertThat(api.report("late", token, 1, "ADMITTED", INDEX).statusCode()).isEqualTo(202);
    tables.order(OTHER, "late");

    assertRefused(api.report("late", token, 1, "RUNNING", INDEX), 409, "CAN-121");
    assertRefused(api.report("late", token, 3, "RUNNING", INDEX), 409, "CAN-121");
    assertThat(api.report("late", token, 1, "ADMITTED", INDEX).statusCode()).isEqualTo(202);
    assertThat(tables.events(REPORTED, "late")).isEqualTo(1);
  }

  @Test
  void aWrongRunningIndexIsNeverBelieved() throws Exception {
    String token = ordered("liar");
    CompletableFuture<HttpResponse<String>> poll = openPoll("liar", token, "\"1\"");

    assertThat(api.report("liar", token, 1, "RUNNING", OTHER).statusCode()).isEqualTo(202);

    JsonNode again = Api.json(poll.get(20, TimeUnit.SECONDS));
    assertThat(again.get("order").asLong()).isEqualTo(2);
    assertThat(again.get("index").asText()).isEqualTo(INDEX);
    assertThat(device("liar").get("progress").asText()).isEqualTo("pending");
    assertThat(device("liar").get("running").get("index").asText()).isEqualTo(OTHER);
    assertThat(tables.events(REPORTED, "liar")).isEqualTo(1);
    assertThat(api.report("liar", token, 2, "RUNNING", INDEX).statusCode()).isEqualTo(202);
    assertThat(device("liar").get("progress").asText()).isEqualTo("running");
  }

  @Test
  void aDeviceThatKeepsDeviatingIsNotOrderedForEver() throws Exception {
    String token = ordered("stubborn");
    for (int order = 1; order <= 11; order++) {
      assertThat(api.report("stubborn", token, order, "RUNNING", OTHER).statusCode())
          .isEqualTo(202);
    }

    assertRefused(api.report("stubborn", token, 12, "RUNNING", OTHER), 409, "CAN-121");
    assertThat(device("stubborn").get("progress").asText()).isEqualTo("deviating");
  }

  @ParameterizedTest(name = "{0} is no report")
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"order\":0,\"kind\":\"RUNNING\",\"release\":\"a:v1.0.0\",\"index\":\"$\"}",
        "{\"order\":1,\"kind\":\"UNKNOWN\",\"release\":\"a:v1.0.0\",\"index\":\"$\"}",
        "{\"order\":1,\"kind\":\"RUNNING\",\"release\":\"a\",\"index\":\"$\"}",
        "{\"order\":1,\"kind\":\"RUNNING\",\"release\":\"a:v1.0.0\",\"index\":\"sha256:12\"}",
        "{\"order\":1,\"kind\":\"RUNNING\",\"release\":\"a:v1.0.0\",\"index\":\"$\",\"code\":\"a b\"}",
      })
  void refusesABadReport(String body) {
    String token = api.enrolled("bad-reports", CLASS);

    assertRefused(
        api.post("/v1/devices/bad-reports/reports", token, body.replace("$", INDEX)),
        400,
        "CAN-120");
  }

  /** Enrols a device and gives it an order; its token. */
  private static String ordered(String device) throws SQLException {
    String token = api.enrolled(device, CLASS);
    tables.order(INDEX, device);
    assertThat(api.desired(device, token, "", 30).statusCode()).isEqualTo(200);
    return token;
  }

  private static JsonNode device(String device) {
    return Api.json(api.get("/v1/fleet/devices/" + device, ControllerProcess.VIEWER));
  }

  /** A poll that has arrived, for its time is written, and waits. */
  private static CompletableFuture<HttpResponse<String>> openPoll(
      String device, String token, String etag) throws SQLException {
    tables.update("delete from canary.device_poll where device = ?", device);
    CompletableFuture<HttpResponse<String>> poll = api.desiredLater(device, token, etag, 60);
    Awaitility.await("a poll of " + device)
        .atMost(ControllerProcess.LONG_ENOUGH)
        .until(() -> !written(device).isEmpty());
    return poll;
  }

  private static List<String> written(String device) throws SQLException {
    return tables.strings("select polled from canary.device_poll where device = ?", device);
  }
}
