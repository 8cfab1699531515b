package dev.mintmark.telemetry.run;

/** What a part of the service is at. */
public sealed interface RunState {

  /** Looks for what it needs. */
  record Starting() implements RunState {}

  record Running() implements RunState {}

  /** Failed and tries again; nothing is skipped. */
  record Retrying(int attempts, String error) implements RunState {}

  record Stopped() implements RunState {}
}
