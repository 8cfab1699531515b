package dev.mintmark.contract.rollout;

import java.time.Duration;

/** Policies for two hundred devices with two heartbeats a second. */
final class Policies {
  static final Duration SOAK = Duration.ofSeconds(5);

  private static final String FORM =
      """
      apiVersion: mintmark.dev/v1
      kind: RolloutPolicy
      name: %s
      version: 1
      stages:
      %s
      deadline: 4m
      gate:
        margin: 0.05
        errorMargin: 0.005
        minimumDevices: 40
        maximumDevices: 1000
        minimumHeartbeats: 3
        minimumSamples: 200
        looks: 2
        metrics: [latency-p99, latency-mean, error-rate, cpu]
      # These devices put a second's inferences into half of one.
      absolute: {latencyP99: 2s, errorRate: 0.01, cpu: 64, smokeFailures: 0}
      """;

  private Policies() {}

  /** All at once: for the release that everything else is compared with. */
  static String first() {
    return FORM.formatted("first", "  - {percent: 100, soak: 2s, approval: automatic}");
  }

  static String staged() {
    String stage = "  - {percent: %d, soak: " + SOAK.toSeconds() + "s, approval: automatic}";
    return FORM.formatted("staged", stage.formatted(30) + "\n" + stage.formatted(100));
  }
}
