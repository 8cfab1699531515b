package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the controller is killed, or what it stands on goes away. */
class CrashIT {
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
          .pollDelay(java.time.Duration.ZERO)
          .pollInterval(java.time.Duration.ofMillis(5))
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
  void withoutKafkaAndDatabaseNothingIsPromotedAndItGoesOnAfterwards() throws Exception {
    bench.fleet().enrol("outage", DEVICES);
    bench.fleet().publish("outage:v1.0.0", "outage");
    String id = bench.open("outage:v1.0.0", Policies.of("automatic", "10m", 10), "outage");
    bench.await(id, "SOAKING");
    List<String> before = bench.states(id);
    bench.loseStack();
    Awaitility.await("the controller to be unready")
        .atMost(Controller.LONG_ENOUGH)
        .until(() -> !bench.controller().isReady());
    bench.regainStack();
    bench.controller().awaitReady();
    assertThat(bench.states(id)).startsWith(before.toArray(new String[0]));
    bench.await(id, "PROMOTED");
    RolloutIT.logAgrees(bench, id);
  }

  private static int sequence(String id) throws Exception {
    return Integer.parseInt(
        bench.fleet().strings("select sequence from canary.rollout where id = ?", id).getFirst());
  }

  private static String state(String id) throws Exception {
    return bench.fleet().strings("select state from canary.rollout where id = ?", id).getFirst();
  }
}
