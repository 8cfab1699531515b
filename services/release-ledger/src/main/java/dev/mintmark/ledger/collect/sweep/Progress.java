package dev.mintmark.ledger.collect.sweep;

/** Told how far a collection is. */
interface Progress {
  /**
   * A phase goes on.
   *
   * @param done of {@code total}, which is 0 where nobody knows
   */
  void at(String phase, long done, long total);
}
