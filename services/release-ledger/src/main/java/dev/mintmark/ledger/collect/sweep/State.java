package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.refusal.Refusal;

/** How a collection stands. */
public sealed interface State {

  /**
   * At work.
   *
   * @param phase {@code log}, {@code store} or {@code removal}
   * @param total 0 where nobody knows
   */
  record Running(String phase, long done, long total) implements State {}

  record Done(Collected collected) implements State {}

  /** Nothing was removed. */
  record Refused(Refusal refusal) implements State {}

  /** The world was in the way; what is missing of it the next collection does. */
  record Failed(String error) implements State {}
}
