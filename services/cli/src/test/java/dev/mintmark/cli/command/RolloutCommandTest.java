package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.cli.http.TestServer;
import dev.mintmark.cli.rollout.Judged;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RolloutCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLLOUT =
      """
      {"rollout": "r:1", "release": "face:v1.0.1", "repository": "vision/face",
       "index": "sha256:new", "baseline": {"release": "face:v1.0.0", "index": "sha256:old"},
       "policy": "sha256:p", "classes": ["cpu-amd64", "cpu-arm64"], "state": "%s", "stage": 1,
       "percent": 25.0, "devices": 250,
       "counts": {"ordered": 50, "running": 48, "smokeFailed": 1, "refused": 0, "silent": 1},
       "changes": [%s]}\
      """;

  @TempDir Path folder;
  private final List<String> bodies = new ArrayList<>();
  private CommandRun command;
  private TestServer ledger;

  @BeforeEach
  void setUp() throws IOException {
    ledger = new TestServer(exchange -> TestServer.answer(exchange, 200, "{}"));
    command = new CommandRun(folder).with("release-ledger", ledger);
    Path policies = Files.createDirectories(folder.resolve("deploy/policies"));
    Files.writeString(policies.resolve("default.yaml"), "name: default\n");
    Files.writeString(folder.resolve("own.yaml"), "name: own\n");
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  @Test
  void startsWithTheDefaultPolicyAndComesBack() throws IOException {
    try (TestServer controller = controller("PLANNED")) {
      int exit =
          command
              .with("canary-controller", controller)
              .run("rollout", "start", "face:v1.0.1", "--class", "cpu-amd64");
      assertThat(exit).as(command.err()).isZero();
      assertThat(controller.requests()).containsExactly("POST /v1/rollouts");
    }
    JsonNode body = JSON.readTree(bodies.getFirst());
    assertThat(body.path("release").asText()).isEqualTo("face:v1.0.1");
    assertThat(body.path("policy").asText()).isEqualTo("name: default\n");
    assertThat(body.path("classes").toString()).isEqualTo("[\"cpu-amd64\"]");
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            r:1: face:v1.0.1 to cpu-amd64, cpu-arm64, against face:v1.0.0
            PLANNED; `mintmark rollout show r:1 --follow` says how far it is
            """);
  }

  @Test
  void sendsAPolicyOfOnesOwnAndNoClasses() throws IOException {
    try (TestServer controller = controller("PLANNED")) {
      command
          .with("canary-controller", controller)
          .run("rollout", "start", "face:v1.0.1", "--policy", "own.yaml");
    }
    JsonNode body = JSON.readTree(bodies.getFirst());
    assertThat(body.path("policy").asText()).isEqualTo("name: own\n");
    assertThat(body.has("classes")).isFalse();
  }

  @Test
  void refusesAPolicyThatIsNotThere() {
    assertThat(command.run("rollout", "start", "face:v1.0.1", "--policy", "none")).isEqualTo(4);
    try (TestServer controller = controller("PLANNED")) {
      command.with("canary-controller", controller);
      assertThat(command.run("rollout", "start", "face:v1.0.1", "--policy", "none")).isEqualTo(2);
      assertThat(controller.requests()).isEmpty();
    }
    assertThat(command.err()).contains("deploy/policies/none.yaml").contains("(CLI-081)");
  }

  @Test
  void followsToPromotionWithALineForEachChange() {
    try (TestServer controller = controller("PROMOTED")) {
      int exit =
          command
              .with("canary-controller", controller)
              .run("rollout", "start", "face:v1.0.1", "--follow");
      assertThat(exit).as(command.err()).isZero();
      assertThat(controller.requests())
          .containsExactly(
              "POST /v1/rollouts", "GET /v1/rollouts/r%3A1/events", "GET /v1/rollouts/r%3A1");
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            r:1: face:v1.0.1 to cpu-amd64, cpu-arm64, against face:v1.0.0
              stage 0    5 %      50 devices  PLANNED                0 ms
              stage 0    5 %      50 devices  DEPLOYING           1000 ms
              stage 0    5 %      50 devices  SOAKING             1000 ms  look 1: HOLD, soaking
              stage 0    5 %      50 devices  PROMOTED            1000 ms
            face:v1.0.1 is promoted on 250 devices
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ROLLED_BACK, rolled back", "ABORTED, aborted"})
  void endsWithThreeAndTheReasonWhereItIsNotPromoted(String state, String words)
      throws IOException {
    try (TestServer controller = controller(state)) {
      int exit =
          command
              .with("canary-controller", controller)
              .run("rollout", "show", "r:1", "--wait", "--json");
      assertThat(exit).isEqualTo(3);
    }
    assertThat(JSON.readTree(command.out()).path("state").asText()).isEqualTo(state);
    assertThat(command.err())
        .contains(state, "face:v1.0.1 was " + words + ": latency-p99 rose by 31 % (GAT-110)");
  }

  @Test
  void saysWhatAPersonCanDoWhereItWaitsForOne() {
    try (TestServer controller = controller("HELD", "ABORTED")) {
      command.with("canary-controller", controller).run("rollout", "show", "r:1", "--follow");
    }
    assertThat(command.out()).contains("mintmark rollout approve|abort|rollback r:1");
  }

  @Test
  void showsWhereItStandsAndEveryChange() {
    try (TestServer controller = controller("SOAKING")) {
      assertThat(command.with("canary-controller", controller).run("rollout", "show", "r:1"))
          .as(command.err())
          .isZero();
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            r:1  SOAKING
            release   face:v1.0.1@sha256:new
            baseline  face:v1.0.0
            policy    sha256:p
            classes   cpu-amd64, cpu-arm64
            reach     stage 1, 25 %, 250 devices
            orders    50 ordered, 0 refused, 48 running, 1 silent, 1 smokeFailed

            #  time                  state      stage  reach  judgement    why
            1  2026-01-01T00:00:01Z  PLANNED        0    5 %  -
            2  2026-01-01T00:00:02Z  DEPLOYING      0    5 %  -
            3  2026-01-01T00:00:03Z  SOAKING        0    5 %  look 1 HOLD  soaking
            """);
  }

  @Test
  void listsEveryPage() {
    try (TestServer controller =
        new TestServer(exchange -> {
          boolean first = !exchange.getRequestURI().toString().contains("after");
          TestServer.answer(
              exchange,
              200,
              "{\"rollouts\": [%s], \"next\": %s}"
                  .formatted(ROLLOUT.formatted("SOAKING", ""), first ? "\"r:1\"" : "null"));
        })) {
      assertThat(command.with("canary-controller", controller).run("rollout", "list")).isZero();
      assertThat(controller.requests())
          .containsExactly("GET /v1/rollouts?limit=200", "GET /v1/rollouts?limit=200&after=r%3A1");
    }
    assertThat(command.out().lines())
        .startsWith(
            "rollout  release      baseline     state    stage  reach  devices",
            "r:1      face:v1.0.1  face:v1.0.0  SOAKING      1   25 %      250")
        .hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"approve", "pause", "resume", "abort", "rollback"})
  void tellsTheControllerWhatToDo(String order) {
    try (TestServer controller = controller("PAUSED")) {
      assertThat(command.with("canary-controller", controller).run("rollout", order, "r:1"))
          .as(command.err())
          .isZero();
      assertThat(controller.requests())
          .containsExactly("POST /v1/rollouts/r%3A1/" + order, "GET /v1/rollouts/r%3A1");
    }
    assertThat(command.out()).isEqualToNormalizingNewlines("r:1 is PAUSED now\n");
  }

  @Test
  void passesOnWhyTheControllerRefuses() throws IOException {
    String problem =
        "{\"code\": \"CAN-023\", \"message\": \"device d1 is in rollout r:0 (CAN-023)\"}";
    try (TestServer controller =
        new TestServer(exchange -> TestServer.answer(exchange, 409, problem))) {
      int exit =
          command
              .with("canary-controller", controller)
              .run("rollout", "start", "face:v1.0.1", "--json");
      assertThat(exit).isEqualTo(3);
    }
    assertThat(JSON.readTree(command.out()).at("/error/code").asText()).isEqualTo("CAN-023");
    assertThat(command.err()).contains("device d1 is in rollout r:0 (CAN-023)");
  }

  @Test
  void saysThatARolloutIsNotThere() {
    try (TestServer controller =
        new TestServer(exchange -> TestServer.answer(exchange, 404, "{}"))) {
      command.with("canary-controller", controller);
      assertThat(command.run("rollout", "show", "r:9")).isEqualTo(1);
      assertThat(command.run("rollout", "pause", "r:9")).isEqualTo(1);
    }
    assertThat(command.err()).contains("no rollout r:9").contains("(CLI-080)");
  }

  @Test
  void makesEveryVerdictAgain() throws IOException {
    try (TestServer controller = judged(Judged.verdict())) {
      command.with("canary-controller", controller);
      assertThat(command.run("rollout", "recompute", "r:1")).as(command.err()).isZero();
      assertThat(controller.requests())
          .containsExactly(
              "GET /v1/rollouts/r%3A1",
              "GET /v1/rollouts/r%3A1/judgements/3/policy",
              "GET /v1/rollouts/r%3A1/judgements/3/evidence",
              "GET /v1/rollouts/r%3A1/judgements/3/verdict");
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            #  stage  look  outcome  recomputed
            3      0     1  HOLD     same
            """);
  }

  @Test
  void endsWithThreeWhereAVerdictComesOutDifferently() throws IOException {
    byte[] forged = new String(Judged.verdict(), UTF_8).replace("HOLD", "PROMOTE").getBytes(UTF_8);
    try (TestServer controller = judged(forged)) {
      command.with("canary-controller", controller);
      assertThat(command.run("rollout", "recompute", "r:1", "--json")).isEqualTo(3);
    }
    JsonNode judgement = JSON.readTree(command.out()).at("/judgements/0");
    assertThat(judgement.path("same").asBoolean()).isFalse();
    assertThat(judgement.path("found").asText()).startsWith("byte ").contains("PROMOTE");
  }

  @Test
  void saysThatAChangeCarriesNoJudgement() {
    try (TestServer controller = judged(Judged.verdict())) {
      command.with("canary-controller", controller);
      assertThat(command.run("rollout", "recompute", "r:1", "--judgement", "2")).isEqualTo(1);
    }
    assertThat(command.err())
        .contains("change 2 of r:1 carries no judgement")
        .contains("(CLI-082)");
  }

  /** A rollout with one judgement, whose artifacts are real but for the verdict. */
  private static TestServer judged(byte[] verdict) {
    Map<String, byte[]> artifacts =
        Map.of(
            "policy", Judged.POLICY.getBytes(UTF_8),
            "evidence", Judged.evidence(),
            "verdict", verdict);
    String rollout =
        ROLLOUT
            .formatted("SOAKING", String.join(",", changes("SOAKING")))
            .replace("sha256:p", Digest.of(Judged.POLICY.getBytes(UTF_8)).toString())
            .replace("sha256:v", Digest.of(verdict).toString())
            .replace("sha256:e", Digest.of(Judged.evidence()).toString());
    return new TestServer(exchange -> {
      String path = exchange.getRequestURI().getPath();
      byte[] artifact = artifacts.get(path.substring(path.lastIndexOf('/') + 1));
      TestServer.answer(exchange, 200, artifact == null ? rollout : new String(artifact, UTF_8));
    });
  }

  /** Answers for one rollout whose changes lead through the states named. */
  private TestServer controller(String... states) {
    return new TestServer(exchange -> {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String path = exchange.getRequestURI().getPath();
      List<String> changes = changes(states);
      String rollout = ROLLOUT.formatted(states[states.length - 1], String.join(",", changes));
      if (path.endsWith("/events")) {
        stream(exchange, changes);
      } else if (exchange.getRequestMethod().equals("POST") && path.equals("/v1/rollouts")) {
        TestServer.answer(exchange, 201, rollout);
      } else {
        TestServer.answer(exchange, 200, rollout);
      }
    });
  }

  private static List<String> changes(String... states) {
    List<String> changes = new ArrayList<>();
    String from = "UNKNOWN";
    List<String> before = List.of("PLANNED", "DEPLOYING", "SOAKING");
    for (String to : Stream.concat(before.stream(), Stream.of(states)).distinct().toList()) {
      int sequence = changes.size() + 1;
      String bad = "\"code\": \"GAT-110\", \"reason\": \"latency-p99 rose by 31 %\"";
      String why =
          switch (to) {
            case "SOAKING" -> "\"code\": null, \"reason\": \"soaking\"";
            case "ROLLED_BACK", "ABORTED" -> bad;
            default -> "\"code\": null, \"reason\": null";
          };
      String judgement =
          to.equals("SOAKING")
              ? "{\"look\":1,\"outcome\":\"HOLD\",\"verdict\":\"sha256:v\",\"evidence\":\"sha256:e\"}"
              : "null";
      changes.add(
          """
          {"sequence":%d,"from":"%s","to":"%s","stage":0,"percent":5.0,"devices":50,%s,\
          "time":"2026-01-01T00:00:0%dZ","judgement":%s}\
          """
              .formatted(sequence, from, to, why, sequence, judgement));
      from = to;
    }
    return changes;
  }

  private static void stream(HttpExchange exchange, List<String> changes) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    for (int i = 0; i < changes.size(); i++) {
      String event = "event: change\nid: " + (i + 1) + "\ndata: " + changes.get(i) + "\n\n";
      exchange.getResponseBody().write(event.getBytes(UTF_8));
    }
    exchange.getResponseBody().flush();
  }
}
