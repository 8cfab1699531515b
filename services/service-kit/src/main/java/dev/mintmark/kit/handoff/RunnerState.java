package dev.mintmark.kit.handoff;

/** What a runner is at. */
sealed interface RunnerState {
  record Starting() implements RunnerState {}

  /** Reads its topic, or works. */
  record Running() implements RunnerState {}

  /** Tries something again; nothing is skipped meanwhile. */
  record Retrying(String what, int attempts, String error) implements RunnerState {}

  record Stopped() implements RunnerState {}
}
