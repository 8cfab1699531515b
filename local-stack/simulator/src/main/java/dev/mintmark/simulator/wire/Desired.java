package dev.mintmark.simulator.wire;

/** What the controller answers to a poll. */
public sealed interface Desired {
  /** Nothing was ordered after the order that the device named. */
  record Unchanged() implements Desired {}

  /** Nothing is desired yet. */
  record Nothing() implements Desired {}

  record Ordered(Order order) implements Desired {}
}
