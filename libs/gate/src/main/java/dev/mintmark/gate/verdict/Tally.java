package dev.mintmark.gate.verdict;

import dev.mintmark.gate.evidence.Arm;

/**
 * What became of the devices of one class in one arm. Those that are not usable are missing.
 *
 * @param planned all of them
 * @param usable have enough data
 * @param smokeFailed failed the smoke test
 * @param silent did not report, or sent nothing after the change
 * @param otherIndex run something else than they should
 * @param inconsistent sent counts that contradict each other
 * @param tooFew sent too few heartbeats or inferences
 */
public record Tally(
    String deviceClass,
    Arm arm,
    int planned,
    int usable,
    int smokeFailed,
    int silent,
    int otherIndex,
    int inconsistent,
    int tooFew) {
  public int missing() {
    return planned - usable;
  }
}
