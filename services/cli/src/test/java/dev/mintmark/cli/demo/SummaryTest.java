package dev.mintmark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Digest INDEX = Digest.of(new byte[0]);

  @Test
  void alignsWhatItSaysUnderEachOther() throws IOException {
    assertThat(summary().table().lines())
        .containsExactly(
            "release           face-detect:v1.0.0",
            "index             " + INDEX,
            "target cpu-amd64  detection-agreement 1.0 (static-percentile), model 134.9 kB instead of"
                + " 442.0 kB",
            "verified          12 signatures, 1 digests",
            "device            runs it as cpu-amd64: 2 layers, 1 samples, greatest difference 0.01"
                + " (0.39 allowed)",
            "tampered copy     refused (DEV-024): one bit of model sha256:4f2a91c04f2a was changed",
            "fleet             1000 devices: 40 pull, 2 run the model, 998 draw latencies from what was"
                + " measured",
            "rollout           promoted on 1000 devices, against face-detect:v0.9.0",
            "stack ready       12.3 s after its start",
            "published         6500 ms after the request",
            "steps             converter-quantizer 1500 ms, image-builder 2000 ms",
            "memory            1.8 GB PSS, all processes of the stack",
            "machine           load average 0.50 on 2 CPUs");
  }

  @Test
  void tellsTheFiguresAsNumbers() throws IOException {
    JsonNode json = summary().json();

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "release",
            "repository",
            "index",
            "targets",
            "verification",
            "device",
            "tampered",
            "fleet",
            "rollout",
            "figures");
    assertThat(json.at("/targets/0/modelBytes").asLong()).isEqualTo(134_859);
    assertThat(json.at("/targets/0/floatBytes").asLong()).isEqualTo(442_005);
    assertThat(json.at("/verification/signatures").asInt()).isEqualTo(12);
    assertThat(json.at("/tampered/code").asText()).isEqualTo("DEV-024");
    assertThat(JSON.readTree(json.path("figures").toString()))
        .isEqualTo(
            JSON.readTree(
                """
                {"stackReadyMillis": 12345, "requestToPublishedMillis": 6500,
                 "imageBuildMillis": 2000,
                 "stepMillis": {"converter-quantizer": 1500, "image-builder": 2000},
                 "pssBytes": 1800000000, "machine": {"cpus": 2, "loadAverage": 0.5}}\
                """));
  }

  /** A rollout of v1.0.0 against v0.9.0. */
  static Rollout rollout(String state, List<Change> changes) {
    return new Rollout(
        "face-detect-v1.0.0-1",
        "face-detect:v1.0.0",
        INDEX.toString(),
        Optional.of("face-detect:v0.9.0"),
        INDEX.toString(),
        List.of("cpu-amd64"),
        state,
        2,
        100,
        1000,
        Map.of(),
        changes,
        JSON.createObjectNode().put("rollout", "face-detect-v1.0.0-1"));
  }

  private static Summary summary() throws IOException {
    Release release =
        Release.of(
            JSON.readTree(
                """
                {"name": "face-detect", "version": "v1.0.0", "state": "published",
                 "repository": "vision/face-detect", "index": "%s", "rejection": null,
                 "handOffs": [
                  {"topic": "mintmark.model.ingested.v1", "time": "2026-01-01T00:00:00Z"},
                  {"topic": "mintmark.model.quantized.v1", "time": "2026-01-01T00:00:01.500Z"},
                  {"topic": "mintmark.image.built.v1", "time": "2026-01-01T00:00:03.500Z"}]}\
                """
                    .formatted(INDEX)));
    return new Summary(
        new BuildResult(
            "face-detect:v1.0.0",
            "sha256:r",
            true,
            new Sent(1, 1, 1),
            Optional.of(release),
            Duration.ofMillis(6500)),
        List.of(
            new TargetFigures(
                "cpu-amd64",
                "linux/amd64",
                "static-percentile",
                "detection-agreement",
                "1.0",
                134_859)),
        442_005,
        new Report(
            "a:v1",
            INDEX,
            List.of(new Finding("index", INDEX, 1, true, "ok")),
            12,
            new TreeMap<>()),
        JSON.readTree(
            """
            {"outcome": "running", "target": "cpu-amd64", "layers": 2, "samples": 1,
             "greatestDifference": 0.01, "tolerance": 0.39}\
            """),
        JSON.readTree(
            """
            {"outcome": "refused", "code": "DEV-024", "changed": "sha256:%s"}\
            """
                .formatted("4f2a91c0".repeat(8))),
        JSON.readTree("{\"devices\": 1000, \"pull\": 40, \"infer\": 2, \"draw\": 998}"),
        rollout("PROMOTED", List.of()),
        12_345,
        1_800_000_000,
        new Machine(2, 0.5));
  }
}
