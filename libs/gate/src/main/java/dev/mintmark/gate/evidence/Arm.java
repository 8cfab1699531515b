package dev.mintmark.gate.evidence;

/** On which side of the comparison a device stands. */
public enum Arm {
  /** Gets the new release in this stage. */
  CANARY,
  /** Goes on with the release before. */
  BASELINE
}
