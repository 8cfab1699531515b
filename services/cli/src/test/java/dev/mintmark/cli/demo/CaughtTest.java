package dev.mintmark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaughtTest {
  private static final Rollout ROLLED_BACK =
      SummaryTest.rollout(
          "ROLLED_BACK",
          List.of(
              change("DEPLOYING", "SOAKING", "", "2026-01-01T00:00:10Z"),
              change("SOAKING", "SOAKING", "soaking", "2026-01-01T00:00:15Z"),
              change("SOAKING", "ROLLING_BACK", "too slow", "2026-01-01T00:00:21.500Z"),
              change("ROLLING_BACK", "ROLLED_BACK", "", "2026-01-01T00:00:30Z")));

  @Test
  void saysWhyAndAfterWhichTime() {
    assertThat(caught().table().lines())
        .contains(
            "canary         caught: too slow",
            "rolled back    to face-detect:v0.9.0, 1000 devices, ordered 11.5 s after the stage had"
                + " settled");
  }

  @Test
  void tellsTheSameAsJson() {
    ObjectNode json = caught().json();

    assertThat(json.path("caught").asBoolean()).isTrue();
    assertThat(json.path("reason").asText()).isEqualTo("too slow");
    assertThat(json.path("settledToRollBackOrderMillis").asLong()).isEqualTo(11_500);
  }

  private static Caught caught() {
    BuildResult build =
        new BuildResult(
            "face-detect:v1.0.0",
            "sha256:r",
            true,
            new Sent(1, 1, 1),
            Optional.empty(),
            Duration.ofSeconds(1));
    return new Caught(build, ROLLED_BACK, new Machine(2, 0.5));
  }

  private static Change change(String from, String to, String reason, String time) {
    return new Change(1, from, to, 0, 5, 50, "", reason, Instant.parse(time), Optional.empty());
  }
}
