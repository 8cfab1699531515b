package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.canary.rollout.Backend.Outage;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left when the controller is killed, or what it stands on goes away. */
@Tag("long")
class CrashIT {
  private static final int DEVICES = 60;
  private static final Duration SOAK = Duration.ofSeconds(3);
  private static final String STEPS =
      "select to_state from canary.rollout_change where rollout = ? and time between ? and ?";

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static Bench bench;

  @BeforeAll
  static void start() throws Exception {
    // Longer than a start takes: what is given up sooner was given up for the time away.
    bench = Bench.start(folder, Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void killedAfterEachStepItGoesOnAndEachStepIsInTheLogOnce() throws Exception {
    bench.fleet().enrol("killed", DEVICES);
    bench.fleet().publish("killed:v1.0.0", "killed");
    String id = bench.open("killed:v1.0.0", Policies.of("automatic", "10m", 10), "killed");
    int killedAt = 0;
    int kills = 0;
    String state = "";
    while (!state.equals("PROMOTED")) {
      int seen = killedAt;
      Awaitility.await("the next step")
          .atMost(Controller.LONG_ENOUGH)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> sequence(id) > seen);
      killedAt = sequence(id);
      state = state(id);
      bench.controller().killAndRestart();
      kills++;
    }
    bench.controller().awaitReady();
    assertThat(kills).isGreaterThan(4);
    RolloutIT.logAgrees(bench, id);
    assertThat(bench.states(id)).endsWith("PROMOTED").containsOnlyOnce("PROMOTED");
    // Orders were given with the steps: nobody got one twice.
    assertThat(
            bench.fleet().strings("select count(*) from canary.device_order where rollout = ?", id))
        .containsExactly(Integer.toString(DEVICES));
  }

  @Test
  void devicesHaveAllTheirTimeAgainAfterItWasAwayForLongerThanThat() throws Exception {
    bench.fleet().enrol("patient", DEVICES);
    for (int i = 0; i < DEVICES; i++) {
      bench.fleet().silence("patient-%03d".formatted(i));
    }
    bench.fleet().publish("patient:v1.0.0", "patient");
    String id = bench.open("patient:v1.0.0", Policies.of("automatic", "10m", 10), "patient");
    bench.await(id, "DEPLOYING");
    bench.controller().kill();
    // As if it had been killed an hour ago.
    bench.fleet().update("alter table canary.rollout disable trigger rollout_moves_on");
    bench
        .fleet()
        .update(
            "update canary.rollout set ordered_at = ordered_at - interval '1 hour' where id = ?",
            id);
    bench.fleet().update("alter table canary.rollout enable trigger rollout_moves_on");

    bench.controller().restart();
    bench.controller().awaitReady();
    // It has been at it: nobody is given up, for nobody could have been heard.
    assertThat(state(id)).isEqualTo("DEPLOYING");
    bench.fleet().speak();

    bench.await(id, "PROMOTED");
    assertThat(bench.rollout(id).get("changes"))
        .noneMatch(c -> c.path("code").asText().equals("CAN-065"));
  }

  @ParameterizedTest(name = "without {0}")
  @EnumSource
  void nothingIsPromotedInAnOutageAndItGoesOnAfterwards(Outage outage) throws Exception {
    String name = "outage-" + outage.name().toLowerCase(Locale.ROOT);
    bench.fleet().enrol(name, DEVICES);
    bench.fleet().publish(name + ":v1.0.0", name);
    String id = bench.open(name + ":v1.0.0", Policies.of("automatic", "10m", 10), name);
    bench.await(id, "SOAKING");
    bench.backend().lose(outage);
    Awaitility.await("the controller to be unready")
        .atMost(Controller.LONG_ENOUGH)
        .until(() -> !bench.controller().isReady());
    Instant unready = Instant.now();
    // Some looks would have been due.
    Awaitility.await("a soak to pass").pollDelay(SOAK).until(() -> true);
    Instant back = Instant.now();
    bench.backend().regain(outage);
    bench.controller().awaitReady();
    bench.await(id, "PROMOTED");
    assertThat(bench.fleet().strings(STEPS, id, time(unready), time(back))).isEmpty();
    RolloutIT.logAgrees(bench, id);
  }

  private static Timestamp time(Instant instant) {
    return Timestamp.from(instant);
  }

  private static int sequence(String id) throws Exception {
    return Integer.parseInt(
        bench.fleet().strings("select sequence from canary.rollout where id = ?", id).getFirst());
  }

  private static String state(String id) throws Exception {
    return bench.fleet().strings("select state from canary.rollout where id = ?", id).getFirst();
  }
}
