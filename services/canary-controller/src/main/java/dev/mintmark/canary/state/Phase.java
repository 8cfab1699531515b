package dev.mintmark.canary.state;

/** The name of a state, as the log and the database write it. */
public enum Phase {
  /** Stands before the first state. */
  UNKNOWN,
  PLANNED,
  AWAITING_APPROVAL,
  DEPLOYING,
  SOAKING,
  HELD,
  PAUSED,
  PROMOTED,
  ROLLING_BACK,
  ROLLED_BACK,
  ABORTED
}
