package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers on one database and one log: one leads, the other takes over. */
@Tag("long")
class SeveralControllersIT {
  private static final int DEVICES = 60;

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static Bench bench;
  private static Controller other;

  @BeforeAll
  static void start() throws Exception {
    bench = Bench.start(folder);
    other = bench.another("other").awaitReady();
  }

  @AfterAll
  static void stop() {
    other.close();
    bench.close();
  }

  @Test
  void whoeverLeadsIsKilledAndTheOtherTakesEachStepOnce() throws Exception {
    Controller leading = bench.controller();
    Controller waiting = other;
    for (String round : List.of("there", "back")) {
      bench.fleet().enrol(round, DEVICES);
      bench.fleet().publish(round + ":v1.0.0", round);
      String id = bench.open(round + ":v1.0.0", Policies.of("automatic", "10m", 10), round);
      // Killed at once, and not started again: whatever comes then is the other one's doing.
      leading.kill();
      waiting(round + " to be promoted").until(() -> column(id, "state").equals("PROMOTED"));
      leading.restart();
      leading.awaitReady();

      RolloutIT.logAgrees(bench, id);
      assertThat(orders(id)).isEqualTo(DEVICES);
      String address = "/v1/rollouts/" + id;
      assertThat(leading.json(address)).isEqualTo(waiting.json(address));
      Controller killed = leading;
      leading = waiting;
      waiting = killed;
    }
  }

  @Test
  void oneThatWasFrozenWhileItLedDoesNothingTwice() throws Exception {
    bench.fleet().enrol("frozen", DEVICES);
    bench.fleet().publish("frozen:v1.0.0", "frozen");
    String id = bench.open("frozen:v1.0.0", Policies.of("automatic", "10m", 10), "frozen");
    // Whichever of them leads: both take their turn.
    for (Controller frozen : List.of(bench.controller(), other)) {
      frozen.signal("STOP");
      try {
        // Its connections hold locks until the database is told that it is gone.
        endConnections();
        int before = sequence(id);
        waiting("a step, or the end")
            .until(() -> sequence(id) > before || column(id, "state").equals("PROMOTED"));
      } finally {
        frozen.signal("CONT");
      }
      frozen.awaitReady();
    }
    waiting("the promotion").until(() -> column(id, "state").equals("PROMOTED"));

    RolloutIT.logAgrees(bench, id);
    assertThat(orders(id)).isEqualTo(DEVICES);
  }

  private static void endConnections() throws SQLException {
    bench
        .fleet()
        .strings(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
  }

  @Test
  void devicesAndOperatorsMayTurnToEitherOfThem() throws Exception {
    bench.fleet().enrol("either", DEVICES);
    bench.fleet().publish("either:v1.0.0", "either");
    Newcomer newcomer = Newcomer.enrol(bench.controller(), "either", "either-newcomer");
    Newcomer there = new Newcomer(other, newcomer.device(), newcomer.token());
    waiting("the other one to know the device").until(() -> there.desired(0).statusCode() == 204);

    HttpResponse<String> opened = other.startRollout("either:v1.0.0", Policies.manual(), "either");
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    String id = Controller.read(opened).get("rollout").asText();
    bench.await(id, "AWAITING_APPROVAL");
    assertThat(other.post("/v1/rollouts/" + id + "/approve", Map.of()).statusCode()).isEqualTo(200);
    bench.await(id, "SOAKING");
    HttpResponse<String> aborted =
        bench.controller().post("/v1/rollouts/" + id + "/abort", Map.of());
    assertThat(aborted.statusCode()).isEqualTo(200);
    assertThat(other.json("/v1/rollouts/" + id).get("state").asText()).isEqualTo("ABORTED");
    RolloutIT.logAgrees(bench, id);
  }

  private static int orders(String id) throws SQLException {
    String count = "select count(*) from canary.device_order where rollout = ?";
    return Integer.parseInt(bench.fleet().strings(count, id).getFirst());
  }

  private static int sequence(String id) throws SQLException {
    return Integer.parseInt(column(id, "sequence"));
  }

  private static String column(String id, String name) throws SQLException {
    return bench
        .fleet()
        .strings("select %s from canary.rollout where id = ?".formatted(name), id)
        .getFirst();
  }

  private static ConditionFactory waiting(String what) {
    return Awaitility.await(what)
        .atMost(Controller.LONG_ENOUGH)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }
}
