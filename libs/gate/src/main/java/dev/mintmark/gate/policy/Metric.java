package dev.mintmark.gate.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the canaries are compared by. */
public enum Metric {
  LATENCY_P99,
  LATENCY_MEAN,
  ERROR_RATE,
  CPU;

  /** As policies and verdicts name it, e.g. {@code latency-p99}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Metric> of(String word) {
    return Arrays.stream(values()).filter(metric -> metric.word().equals(word)).findFirst();
  }
}
