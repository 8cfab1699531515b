package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEVICES =
      """
      {"devices": [{"device": "d1", "deviceClass": "cpu-amd64", "progress": "unordered",
                    "lastPoll": null, "running": null, "order": null},
                   {"device": "d2", "deviceClass": "cpu-arm64", "progress": "smoke-failed",
                    "lastPoll": "2026-01-01T00:00:00Z", "running": {"release": "face:v1.0.0"},
                    "order": {"order": 12, "release": "face:v1.0.1",
                              "report": {"kind": "SMOKE_FAILED", "code": "DEV-012"}}}],
       "next": null}\
      """;
  private static final String WINDOW =
      """
      {"release": "face:v1.0.1", "index": "sha256:i", "deviceClass": "cpu-amd64",
       "windowStart": 1767225600000, "windowMillis": 10000, "heartbeats": 500, "requests": 20000,
       "errors": 5, "cpuPermille": 125000, "latencyP50Micros": 4321.5, "latencyP90Micros": 6000.0,
       "latencyP99Micros": 12000.25}\
      """;

  @TempDir Path folder;
  private final List<String> bodies = new ArrayList<>();
  private CommandRun command;

  @BeforeEach
  void setUp() {
    command = new CommandRun(folder);
  }

  @Test
  void listsDevicesOfAClass() {
    try (TestServer controller = server(200, DEVICES)) {
      command.with("canary-controller", controller);
      assertThat(command.run("fleet", "list", "--class", "cpu-amd64")).as(command.err()).isZero();
      assertThat(controller.requests())
          .containsExactly("GET /v1/fleet/devices?limit=100&class=cpu-amd64");
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            device  class      progress      ordered      says it runs  last poll             code
            d1      cpu-amd64  unordered     -            -             -                     -
            d2      cpu-arm64  smoke-failed  face:v1.0.1  face:v1.0.0   2026-01-01T00:00:00Z  DEV-012
            """);
  }

  @Test
  void readsPagesUpToTheLimit() throws IOException {
    try (TestServer controller =
        server(200, DEVICES.replace("\"next\": null", "\"next\": \"d2\""))) {
      command.with("canary-controller", controller);
      assertThat(command.run("fleet", "list", "--limit", "3", "--json")).isZero();
      assertThat(controller.requests())
          .containsExactly(
              "GET /v1/fleet/devices?limit=3", "GET /v1/fleet/devices?limit=1&after=d2");
    }
    assertThat(JSON.readTree(command.out()).path("devices").isArray()).isTrue();
  }

  @Test
  void showsOneDeviceWithItsInnerFields() {
    String device = "{\"device\": \"d1\", \"facts\": {\"kernel\": \"6.1\", \"driver\": null}}";
    try (TestServer controller = server(200, device)) {
      assertThat(command.with("canary-controller", controller).run("fleet", "show", "d1")).isZero();
      assertThat(controller.requests()).containsExactly("GET /v1/fleet/devices/d1");
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            device        d1
            facts kernel  6.1
            facts driver  -
            """);
  }

  @Test
  void saysThatADeviceIsNotThere() {
    try (TestServer controller = server(404, "{}")) {
      command.with("canary-controller", controller);
      assertThat(command.run("fleet", "show", "d9")).isEqualTo(1);
    }
    assertThat(command.err()).contains("no device d9").contains("(CLI-084)");
  }

  @Test
  void showsHowManyRunWhat() {
    String summary =
        """
        {"devices": 500, "releases": [{"deviceClass": "cpu-amd64", "release": "face:v1.0.1",
          "index": "sha256:%s", "devices": 500, "running": 498}]}\
        """
            .formatted("ab".repeat(32));
    try (TestServer controller = server(200, summary)) {
      assertThat(command.with("canary-controller", controller).run("fleet", "show")).isZero();
      assertThat(controller.requests()).containsExactly("GET /v1/fleet/summary");
    }
    assertThat(command.out().lines())
        .containsExactly(
            "device class  release      index                devices  running",
            "cpu-amd64     face:v1.0.1  sha256:abababababab      500      498");
  }

  @Test
  void printsTokensOneALineAndSaysForHowLong() throws IOException {
    String made =
        "{\"deviceClass\": \"c\", \"tokens\": [\"mme1-a\", \"mme1-b\"], \"expires\": \"x\"}";
    try (TestServer controller = server(201, made)) {
      int exit =
          command
              .with("canary-controller", controller)
              .run("fleet", "enrol", "c", "--count", "2", "--valid-for", "P7D");
      assertThat(exit).as(command.err()).isZero();
    }
    assertThat(command.out()).isEqualToNormalizingNewlines("mme1-a\nmme1-b\n");
    assertThat(JSON.readTree(bodies.getFirst()))
        .isEqualTo(
            JSON.readTree("{\"deviceClass\": \"c\", \"count\": 2, \"validFor\": \"PT168H\"}"));
  }

  @Test
  void showsTheLatestWindows() {
    try (TestServer telemetry = server(200, "{\"windows\": [" + WINDOW + "]}")) {
      command.with("telemetry-aggregator", telemetry);
      assertThat(command.run("fleet", "top")).as(command.err()).isZero();
      assertThat(telemetry.requests()).containsExactly("GET /v1/fleet/top");
    }
    assertThat(command.out().lines())
        .containsExactly(
            "release      class      window                       heartbeats  requests  errors"
                + "   cpu      p50      p90       p99",
            "face:v1.0.1  cpu-amd64  2026-01-01T00:00:00Z + 10 s         500     20000  0.03 %"
                + "  0.25  4.32 ms  6.00 ms  12.00 ms");
  }

  @Test
  void followsWindowsOverALostConnectionUntilItIsTurnedAway() {
    try (TestServer telemetry = feed()) {
      command.with("telemetry-aggregator", telemetry);
      assertThat(command.run("fleet", "top", "--follow")).isEqualTo(3);
      assertThat(telemetry.requests()).hasSize(3).containsOnly("GET /v1/fleet/metrics");
    }
    assertThat(command.out().lines())
        .containsExactly(
            "2026-01-01T00:00:00Z  face:v1.0.1              cpu-amd64       500 heartbeats"
                + "  errors 0.03 %  p50   4.32 ms  p99  12.00 ms",
            "2026-01-01T00:00:00Z  face:v1.0.1              cpu-arm64       500 heartbeats"
                + "  errors 0.03 %  p50   4.32 ms  p99  12.00 ms");
    assertThat(command.err()).contains("(CLI-021)");
  }

  @Test
  void followsWindowsAsOneDocumentEach() throws IOException {
    try (TestServer telemetry = feed()) {
      command.with("telemetry-aggregator", telemetry);
      assertThat(command.run("fleet", "top", "--follow", "--json")).isEqualTo(3);
    }
    try (MappingIterator<JsonNode> documents =
        JSON.readerFor(JsonNode.class).readValues(command.out())) {
      List<JsonNode> windows = documents.readAll();
      assertThat(windows.subList(0, 2))
          .extracting(window -> window.path("deviceClass").asText())
          .containsExactly("cpu-amd64", "cpu-arm64");
    }
  }

  /** A window on each of two connections; the third is refused. */
  private static TestServer feed() {
    AtomicInteger connections = new AtomicInteger();
    return new TestServer(exchange -> {
      int connection = connections.incrementAndGet();
      if (connection > 2) {
        TestServer.answer(exchange, 401, "{}");
        return;
      }
      String window = WINDOW.replace("\n", "");
      if (connection == 2) {
        window = window.replace("cpu-amd64", "cpu-arm64");
      }
      exchange.sendResponseHeaders(200, 0);
      exchange
          .getResponseBody()
          .write(("event: metrics\ndata: " + window + "\n\n").getBytes(UTF_8));
    });
  }

  @Test
  void refusesACountThatIsNone() {
    assertThat(command.run("fleet", "enrol", "c", "--count", "many")).isEqualTo(2);
    assertThat(command.run("fleet", "enrol", "c", "--valid-for", "1h")).isEqualTo(2);
    assertThat(command.run("fleet", "enrol")).isEqualTo(2);
    assertThat(command.err()).contains("(CLI-000)");
  }

  private TestServer server(int status, String body) {
    return new TestServer(exchange -> {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TestServer.answer(exchange, status, body);
    });
  }
}
