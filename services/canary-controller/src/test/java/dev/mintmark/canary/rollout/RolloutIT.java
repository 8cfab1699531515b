package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.gate.judge.Recompute;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollouts of the built service on real Kafka, S3 and PostgreSQL. Each test has a class of its own.
 */
class RolloutIT {
  private static final int DEVICES = 60;

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static Bench bench;

  @BeforeAll
  static void start() throws Exception {
    bench = Bench.start(folder);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static void prepare(String deviceClass, String... releases) throws SQLException {
    bench.fleet().enrol(deviceClass, DEVICES);
    for (String release : releases) {
      bench.fleet().publish(release, deviceClass);
    }
  }

  @Test
  void promotesAFirstReleaseThenABetterOneAndSendsASlowOneBackByDigest() throws Exception {
    prepare("good", "good:v1.0.0", "good:v1.0.1", "good:v1.0.2");
    bench.fleet().slow("good:v1.0.2", 1.5);

    String first = bench.open("good:v1.0.0", Policies.quick(), "good");
    JsonNode promoted = bench.await(first, "PROMOTED");
    assertThat(promoted.get("baseline").isNull()).isTrue();
    assertThat(promoted.get("counts").get("running").asInt()).isEqualTo(DEVICES);
    assertThat(bench.states(first))
        .startsWith("PLANNED", "DEPLOYING", "SOAKING")
        .endsWith("PROMOTED")
        .containsOnlyOnce("PROMOTED");

    String second = bench.open("good:v1.0.1", Policies.quick(), "good");
    JsonNode better = bench.await(second, "PROMOTED");
    assertThat(better.get("baseline").get("release").asText()).isEqualTo("good:v1.0.0");
    everyVerdictIsMadeAgain(second);

    String third = bench.open("good:v1.0.2", Policies.quick(), "good");
    JsonNode back = bench.await(third, "ROLLED_BACK");
    assertThat(bench.states(third))
        .endsWith("ROLLING_BACK", "ROLLED_BACK")
        .doesNotContain("PROMOTED");
    assertThat(back.get("stage").asInt()).isZero();
    assertThat(
            bench
                .fleet()
                .strings(
                    "select distinct running_index from canary.device where device_class = 'good'"))
        .containsExactly(TestFleet.index("good:v1.0.1"));
    everyVerdictIsMadeAgain(third);
    logAgrees(third);
  }

  private static void everyVerdictIsMadeAgain(String rollout) throws Exception {
    int made = 0;
    for (JsonNode change : bench.rollout(rollout).get("changes")) {
      if (!change.get("judgement").isNull()) {
        String base =
            "/v1/rollouts/%s/judgements/%d/".formatted(rollout, change.get("sequence").asInt());
        assertThat(
                Recompute.same(
                    bench.controller().bytes(base + "policy"),
                    bench.controller().bytes(base + "evidence"),
                    bench.controller().bytes(base + "verdict")))
            .isEqualTo(new Recompute.Same());
        made++;
      }
    }
    assertThat(made).isPositive();
  }

  /** Each change of the database is in the log once, in order. */
  static void logAgrees(Bench bench, String rollout) throws Exception {
    List<String> changes =
        bench
            .fleet()
            .strings(
                "select sequence || ' ' || from_state || ' ' || to_state"
                    + " from canary.rollout_change where rollout = ? order by sequence",
                rollout);
    Awaitility.await("all changes in the log")
        .atMost(Controller.LONG_ENOUGH)
        .until(() -> bench.log(rollout).size() >= changes.size());
    List<Bench.Logged> log = bench.log(rollout);
    assertThat(log).extracting(Bench.Logged::id).doesNotHaveDuplicates();
    assertThat(log)
        .extracting(
            l -> l.event().getSequence() + " " + l.event().getFrom() + " " + l.event().getTo())
        .containsExactlyElementsOf(changes);
  }

  private static void logAgrees(String rollout) throws Exception {
    logAgrees(bench, rollout);
  }

  @Test
  void whoeverIsEnrolledTooLateForARolloutRunsWhatItPromoted() throws Exception {
    prepare("late", "late:v1.0.0", "late:v1.0.1");
    String rollout = bench.open("late:v1.0.0", Policies.quick(), "late");
    Newcomer early = Newcomer.enrol(bench.controller(), "late", "late-early");
    assertThat(early.desired(0).statusCode()).isEqualTo(204);
    // At every moment of it: each of them sees the promotion, or is seen by it.
    AtomicInteger during = new AtomicInteger();
    Awaitility.await("the promotion")
        .atMost(Controller.LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          Newcomer.enrol(bench.controller(), "late", "late-during-" + during.incrementAndGet());
          return bench.rollout(rollout).get("state").asText().equals("PROMOTED");
        });

    assertRuns(early.desired(30), "late:v1.0.0", rollout);
    assertThat(
            bench
                .fleet()
                .strings(
                    "select device from canary.device"
                        + " where device_class = 'late' and order_sequence <> 1"))
        .isEmpty();
    Newcomer after = Newcomer.enrol(bench.controller(), "late", "late-after");
    assertRuns(after.desired(0), "late:v1.0.0", rollout);
    assertThat(
            Newcomer.enrol(bench.controller(), "elsewhere", "late-other").desired(0).statusCode())
        .isEqualTo(204);

    // Enrolled again, it keeps its order; the next rollout has it like any other.
    Newcomer again = Newcomer.enrol(bench.controller(), "late", "late-after");
    assertRuns(again.desired(0), "late:v1.0.0", rollout);
    String next = bench.open("late:v1.0.1", Policies.quick(), "late");
    assertThat(
            bench
                .fleet()
                .strings(
                    "select device from canary.rollout_device where rollout = '%s'".formatted(next)
                        + " and device in ('late-early', 'late-after')"))
        .hasSize(2);
    want(next, "abort");
  }

  private static void assertRuns(HttpResponse<String> desired, String release, String rollout) {
    assertThat(desired.statusCode()).isEqualTo(200);
    JsonNode order = Controller.read(desired);
    assertThat(order.get("order").asInt()).isEqualTo(1);
    assertThat(order.get("release").asText()).isEqualTo(release);
    assertThat(order.get("index").asText()).isEqualTo(TestFleet.index(release));
    assertThat(order.get("reason").asText()).isEqualTo("rollout");
    assertThat(order.get("rollout").asText()).isEqualTo(rollout);
  }

  @Test
  void holdsWhileTooFewCanariesSpeakAndSaysHowManyAreMissing() throws Exception {
    prepare("quiet", "quiet:v1.0.0");
    // 15 canaries in the first stage: at least 10 must speak.
    for (int i = 0; i < DEVICES; i++) {
      if (i % 2 == 0) {
        bench.fleet().silence("quiet-%03d".formatted(i));
      }
    }
    String id = bench.open("quiet:v1.0.0", Policies.of("automatic", "12s", 14), "quiet");
    JsonNode held = bench.await(id, "HELD");
    JsonNode last = held.get("changes").get(held.get("changes").size() - 1);
    assertThat(last.get("judgement").get("outcome").asText()).isEqualTo("INCONCLUSIVE");
    assertThat(last.get("reason").asText()).containsPattern("\\d+");
    assertThat(bench.states(id)).contains("SOAKING").doesNotContain("PROMOTED", "ROLLING_BACK");
    assertThat(bench.states(id).stream().filter("DEPLOYING"::equals)).hasSize(1);

    HttpResponse<String> aborted =
        bench.controller().post("/v1/rollouts/" + id + "/abort", Map.of());
    assertThat(Controller.read(aborted).get("state").asText()).isEqualTo("ABORTED");
    logAgrees(id);
  }

  @Test
  void neverPromotesOnSilence() throws Exception {
    prepare("silent", "silent:v1.0.0");
    for (int i = 0; i < DEVICES; i++) {
      bench.fleet().silence("silent-%03d".formatted(i));
    }
    String id = bench.open("silent:v1.0.0", Policies.of("automatic", "9s", 10), "silent");
    JsonNode held = bench.await(id, "HELD");
    assertThat(held.get("counts").get("silent").asInt()).isEqualTo(15);
    assertThat(bench.states(id).stream().filter("DEPLOYING"::equals)).hasSize(1);
  }

  @Test
  void refusesWhatCannotBeRolledOut() throws Exception {
    prepare("busy", "busy:v1.0.0", "busy:v1.0.1", "busy:v1.0.9");
    bench
        .fleet()
        .update(
            "update canary.release set refused_code = 'VER-012', refused = 'it is not signed'"
                + " where name = 'busy' and version = 'v1.0.9'");
    Controller controller = bench.controller();

    HttpResponse<String> unknown = controller.startRollout("busy:v9.9.9", Policies.quick(), "busy");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("CAN-041");

    HttpResponse<String> unsigned =
        controller.startRollout("busy:v1.0.9", Policies.quick(), "busy");
    assertThat(unsigned.statusCode()).isEqualTo(422);
    assertThat(unsigned.body()).contains("CAN-042", "VER-012");

    HttpResponse<String> impossible =
        controller.startRollout("busy:v1.0.0", Policies.of("automatic", "25s", 50), "busy");
    assertThat(impossible.statusCode()).isEqualTo(400);
    assertThat(impossible.body()).contains("GAT-007");

    HttpResponse<String> nonsense = controller.startRollout("busy:v1.0.0", "name: [", "busy");
    assertThat(nonsense.statusCode()).isEqualTo(400);
    assertThat(nonsense.body()).contains("GAT-0");

    HttpResponse<String> elsewhere =
        controller.startRollout("busy:v1.0.0", Policies.quick(), "good");
    assertThat(elsewhere.statusCode()).isEqualTo(422);
    assertThat(elsewhere.body()).contains("CAN-051");

    String open = bench.open("busy:v1.0.0", Policies.manual(), "busy");
    HttpResponse<String> second = controller.startRollout("busy:v1.0.1", Policies.quick(), "busy");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("CAN-045", open);
  }

  @Test
  void operatorsApprovePauseResumeAndRollBack() throws Exception {
    prepare("steered", "steered:v1.0.0");
    String id = bench.open("steered:v1.0.0", Policies.manual(), "steered");
    bench.await(id, "AWAITING_APPROVAL");
    assertThat(want(id, "resume").statusCode()).isEqualTo(409);
    assertThat(want(id, "resume").body()).contains("CAN-047");
    assertThat(want(id, "pause").statusCode()).isEqualTo(200);
    assertThat(want(id, "approve").statusCode()).isEqualTo(409);
    assertThat(want(id, "resume").statusCode()).isEqualTo(200);
    assertThat(want(id, "approve").statusCode()).isEqualTo(200);
    bench.await(id, "SOAKING");
    assertThat(want(id, "rollback").statusCode()).isEqualTo(200);
    JsonNode back = bench.await(id, "ROLLED_BACK");
    assertThat(back.get("changes").get(back.get("changes").size() - 1).get("code").asText())
        .isEqualTo("CAN-067");
    assertThat(want(id, "abort").statusCode()).isEqualTo(409);
    assertThat(want("nobody-v1.0.0-1", "abort").statusCode()).isEqualTo(404);
    logAgrees(id);
  }

  private static HttpResponse<String> want(String id, String wish) {
    return bench.controller().post("/v1/rollouts/" + id + "/" + wish, Map.of());
  }

  @Test
  void theDatabaseRefusesWhatTheStatesDoNotAllow() throws Exception {
    prepare("guarded", "guarded:v1.0.0");
    String id = bench.open("guarded:v1.0.0", Policies.manual(), "guarded");
    bench.await(id, "AWAITING_APPROVAL");
    String change =
        "insert into canary.rollout_change"
            + " (rollout, sequence, from_state, to_state, stage, percent, devices, time)"
            + " values ('"
            + id
            + "', %d, '%s', '%s', 0, 25, 15, now())";
    refused("rollout_change", change.formatted(3, "AWAITING_APPROVAL", "PROMOTED"));
    refused("rollout_change", change.formatted(3, "SOAKING", "PROMOTED"));
    refused("rollout_change", change.formatted(4, "AWAITING_APPROVAL", "DEPLOYING"));
    refused(
        "rollout_is_where",
        "update canary.rollout set state = 'PROMOTED', open = false, sequence = sequence + 1"
            + " where id = '"
            + id
            + "'");
    refused(
        "not to the next one",
        "update canary.rollout set state = 'PLANNED', sequence = 1 where id = '" + id + "'");
    refused(
        "rollout_check",
        "update canary.rollout set open = false, sequence = sequence + 1 where id = '" + id + "'");
  }

  private static void refused(String by, String sql) {
    assertThatThrownBy(() -> bench.fleet().update(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(by);
  }

  @Test
  void theFeedSendsEveryStepOnceAndResumes() throws Exception {
    prepare("fed", "fed:v1.0.0");
    String id = bench.open("fed:v1.0.0", Policies.manual(), "fed");
    bench.await(id, "AWAITING_APPROVAL");
    want(id, "abort");
    List<String> states = bench.states(id);
    assertThat(Feed.read(bench.controller(), id, 0, states.size()))
        .containsExactlyElementsOf(states);
    assertThat(Feed.read(bench.controller(), id, 1, states.size() - 1))
        .containsExactlyElementsOf(states.subList(1, states.size()));
  }
}
