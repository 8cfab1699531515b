package dev.mintmark.cli.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.OffsetRange;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.gate.judge.Judge;
import dev.mintmark.gate.policy.Policy;
import java.util.List;

/** A real judgement of a small stage: one canary that is silent, so the gate holds. */
public final class Judged {
  public static final String POLICY =
      """
      apiVersion: mintmark.dev/v1
      kind: RolloutPolicy
      name: test
      version: 1
      stages:
        - {percent: 5, soak: 15s, approval: automatic}
        - {percent: 100, soak: 15s, approval: automatic}
      deadline: 5m
      gate:
        margin: 0.05
        errorMargin: 0.005
        minimumDevices: 50
        maximumDevices: 1000
        minimumHeartbeats: 10
        minimumSamples: 1000
        looks: 3
        metrics: [latency-p99, latency-mean, error-rate, cpu]
      absolute: {latencyP99: 500ms, errorRate: 0.01, cpu: 0.95, smokeFailures: 0}
      """;

  private Judged() {}

  public static byte[] evidence() {
    return made().write();
  }

  public static byte[] verdict() {
    return Judge.judge(Policy.parse(POLICY.getBytes(UTF_8)), made()).write();
  }

  private static Evidence made() {
    Side nothing = Side.none();
    DeviceEvidence silent =
        new DeviceEvidence("d1", "cpu-amd64", Arm.CANARY, Smoke.SILENT, null, nothing, nothing);
    return new Evidence(
        "r:1",
        "face:v1.0.0",
        Digest.of("index".getBytes(UTF_8)),
        null,
        Digest.of(POLICY.getBytes(UTF_8)),
        0,
        1,
        false,
        false,
        new Window(1_000, 16_000),
        new Window(20_000, 35_000),
        List.of(silent),
        List.of(new OffsetRange(0, 0, 7)));
  }
}
