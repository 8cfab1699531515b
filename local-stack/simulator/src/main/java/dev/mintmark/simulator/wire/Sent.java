package dev.mintmark.simulator.wire;

/** What telemetry answers to a batch. */
public sealed interface Sent {
  /** The log has it. */
  record Taken() implements Sent {}

  /**
   * Not above the last number that was counted.
   *
   * @param lastSequence the last number that was counted, 0 or more
   */
  record Behind(long lastSequence) implements Sent {}

  /** The token is void. */
  record Denied(String why) implements Sent {}

  /** Such a batch is never taken. */
  record Refused(String why) implements Sent {}
}
