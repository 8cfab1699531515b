package dev.mintmark.gate.study;

/**
 * A rollout to simulate.
 *
 * @param perClass devices of each of two classes in each arm
 * @param heartbeats of a device on each side of the change
 * @param inferences in a heartbeat
 * @param slower part by which the release makes inferences slower
 * @param failing error rate that it adds
 * @param cpu part by which it uses more CPU
 */
public record Scenario(
    int perClass, int heartbeats, int inferences, double slower, double failing, double cpu) {

  /** Fifty devices an arm, ten heartbeats each side. */
  public static Scenario of(int inferences, double slower) {
    return new Scenario(25, 10, inferences, slower, 0, 0);
  }
}
