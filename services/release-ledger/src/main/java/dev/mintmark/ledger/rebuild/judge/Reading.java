package dev.mintmark.ledger.rebuild.judge;

/** What came of reading an artifact's bytes to their end. */
sealed interface Reading {
  /** They hash to the digest that names them. */
  record Whole(Computed computed) implements Reading {}

  /** There are none. */
  record Absent() implements Reading {}

  /**
   * There are some, but not those.
   *
   * @param found reads on from "its bytes"
   */
  record Damaged(String found) implements Reading {}
}
