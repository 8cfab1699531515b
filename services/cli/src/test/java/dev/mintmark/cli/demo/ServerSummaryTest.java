package dev.mintmark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Digest;
import dev.mintmark.vendor.Fetched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServerSummaryTest {
  private static final Digest INDEX = Digest.of(new byte[0]);

  private static ServerSummary summary(ServerRun run) {
    return new ServerSummary(
        new BuildResult(
            "face-detect-server:v1.0.0",
            "sha256:r",
            true,
            new Sent(1, 1, 1),
            Optional.empty(),
            Duration.ofSeconds(50)),
        new Fetched(94, 89, 118_300_000),
        new Report("r:v1.0.0", INDEX, List.of(), 12, new TreeMap<>()),
        List.of("linux/amd64", "linux/arm64"),
        run,
        new Machine(2, 0.5));
  }

  @Test
  void saysWhatRan() {
    ServerSummary summary = summary(new ServerRun.Ran("podman", "cpu-amd64", 1, 1, 999));

    assertThat(summary.table().lines())
        .contains(
            "index      " + INDEX + ", for linux/amd64 and linux/arm64",
            "vendored   94 packages and wheels, 89 of them fetched now (118.3 MB)",
            "container  podman, as cpu-amd64: finds what the release recorded (pictures: 1, faces: 1);"
                + " well after 999 ms, ended with 0");
    assertThat(summary.json().at("/container/ran").asBoolean()).isTrue();
    assertThat(summary.json().at("/container/faces").asInt()).isEqualTo(1);
  }

  @Test
  void saysThatNothingRanAndWhy() {
    ServerSummary summary = summary(new ServerRun.NotRun("docker is not on the PATH"));

    assertThat(summary.table().lines()).contains("container  not run: docker is not on the PATH");
    assertThat(summary.json().at("/container/ran").asBoolean(true)).isFalse();
    assertThat(summary.json().at("/container/why").asText()).contains("not on the PATH");
  }
}
