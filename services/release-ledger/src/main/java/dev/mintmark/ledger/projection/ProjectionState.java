package dev.mintmark.ledger.projection;

/** What the projection is at. */
sealed interface ProjectionState {

  /** Looks for its tables and topics. */
  record Starting() implements ProjectionState {}

  /**
   * Reads what was there when it started.
   *
   * @param behind records, about: transaction markers count, too
   */
  record CatchingUp(long behind) implements ProjectionState {}

  /** Has caught up once and follows the log. */
  record Following() implements ProjectionState {}

  /** Failed and tries again; nothing is skipped. */
  record Retrying(int attempts, String error) implements ProjectionState {}

  /** Ended. */
  record Stopped() implements ProjectionState {}
}
