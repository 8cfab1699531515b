package dev.mintmark.canary.rollout;

/** Policies for fleets of sixty devices and soaks of seconds. */
final class Policies {
  private Policies() {}

  static String quick() {
    return of("automatic", "25s", 10);
  }

  static String manual() {
    return of("manual", "25s", 10);
  }

  static String of(String approval, String deadline, int minimumDevices) {
    return """
    apiVersion: mintmark.dev/v1
    kind: RolloutPolicy
    name: test
    version: 1
    stages:
      - {percent: 25, soak: 3s, approval: %s}
      - {percent: 100, soak: 3s, approval: automatic}
    deadline: %s
    gate:
      margin: 0.05
      errorMargin: 0.005
      minimumDevices: %d
      maximumDevices: 1000
      minimumHeartbeats: 4
      minimumSamples: 200
      looks: 2
      metrics: [latency-p99, latency-mean, error-rate, cpu]
    absolute: {latencyP99: 500ms, errorRate: 0.01, cpu: 0.95, smokeFailures: 0}
    """
        .formatted(approval, deadline, minimumDevices);
  }
}
