package dev.mintmark.canary.device.report;

import dev.mintmark.canary.device.desired.KnownDevice;

/** What became of a report. */
sealed interface Heard {
  /** It is recorded. */
  record Recorded() implements Heard {}

  /** It was recorded before: the device missed the answer. */
  record Repeated() implements Heard {}

  /** It is recorded, but the device runs something else: it has the order again. */
  record GivenAgain(KnownDevice device) implements Heard {}

  /**
   * It is about an order that the device does not have, or has no more; nothing is recorded.
   *
   * @param order the one that it has, 0 for none
   */
  record NotItsOrder(long order) implements Heard {}
}
