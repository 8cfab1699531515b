package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A revoked release reaches no device any more; the built service on real Kafka and PostgreSQL. */
class RevocationIT {
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
  void sendsDevicesBackAndLetsNobodyHaveItAgain() throws Exception {
    bench.fleet().enrol("eyes", DEVICES);
    for (String release : new String[] {"eyes:v1.0.0", "eyes:v1.0.1", "eyes:v1.0.2"}) {
      bench.fleet().publish(release, "eyes");
    }
    String first = bench.open("eyes:v1.0.0", Policies.quick(), "eyes");
    bench.await(first, "PROMOTED");
    String second = bench.open("eyes:v1.0.1", Policies.manual(), "eyes");
    bench.await(second, "AWAITING_APPROVAL");
    assertThat(want(second, "approve").statusCode()).isEqualTo(200);
    bench.await(second, "SOAKING");

    bench.revoke("eyes:v1.0.1", "misses faces at night");

    JsonNode back = bench.await(second, "ROLLED_BACK");
    assertThat(back.get("changes").toString()).contains("CAN-068", "misses faces at night");
    RolloutIT.logAgrees(bench, second);
    HttpResponse<String> again =
        bench.controller().startRollout("eyes:v1.0.1", Policies.quick(), "eyes");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("CAN-016", "misses faces at night");

    // What is promoted and then revoked is nobody's first order and nobody's way back.
    String third = bench.open("eyes:v1.0.2", Policies.manual(), "eyes");
    bench.revoke("eyes:v1.0.0", "no better");
    bench.awaitRefused("eyes:v1.0.0");
    HttpResponse<String> newcomer =
        Newcomer.enrol(bench.controller(), "eyes", "eyes-late").desired(0);
    assertThat(newcomer.statusCode()).isEqualTo(204);
    bench.await(third, "AWAITING_APPROVAL");
    assertThat(want(third, "approve").statusCode()).isEqualTo(200);
    bench.await(third, "SOAKING");
    HttpResponse<String> noWayBack = want(third, "rollback");
    assertThat(noWayBack.statusCode()).isEqualTo(409);
    assertThat(noWayBack.body()).contains("CAN-069");
    assertThat(want(third, "abort").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> want(String id, String wish) {
    return bench.controller().post("/v1/rollouts/" + id + "/" + wish, Map.of());
  }
}
