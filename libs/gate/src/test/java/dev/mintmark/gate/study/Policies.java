package dev.mintmark.gate.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.gate.policy.Policy;

/** Policies of the tests. */
public final class Policies {
  private static final String YAML =
      """
      apiVersion: mintmark.dev/v1
      kind: RolloutPolicy
      name: study
      version: 1
      stages:
        - {percent: 5, soak: 30m}
        - {percent: 100, soak: 30m}
      deadline: 24h
      gate:
        margin: 0.05
        errorMargin: 0.005
        minimumDevices: 50
        maximumDevices: 1000
        minimumHeartbeats: %d
        minimumSamples: %d
        looks: %d
        metrics: [latency-p99, latency-mean, error-rate, cpu]
      absolute: {latencyP99: 500ms, errorRate: 0.02, cpu: 0.95, smokeFailures: 0}
      """;

  private Policies() {}

  public static byte[] yaml(int minimumHeartbeats, int minimumSamples, int looks) {
    return YAML.formatted(minimumHeartbeats, minimumSamples, looks).getBytes(UTF_8);
  }

  public static Policy of(int minimumHeartbeats, int minimumSamples, int looks) {
    return Policy.parse(yaml(minimumHeartbeats, minimumSamples, looks));
  }
}
