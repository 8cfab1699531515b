package dev.mintmark.contract.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One rollout to make, and when what is to die.
 *
 * @param number from 1
 * @param victim name of a service
 * @param step the change of the rollout, from 1, that is waited for
 * @param delay from when that change is seen to the kill
 */
record Attempt(int number, long seed, boolean isSlow, String victim, int step, Duration delay) {
  private static final List<String> VICTIMS = List.of("canary-controller", "telemetry-aggregator");

  /** Changes of an undisturbed rollout up to which it may be killed: the last but one. */
  private static final int STEPS_OF_GOOD = 7;

  private static final int STEPS_OF_SLOW = 4;

  /** Within it, a transaction that a change began is mostly under way still. */
  private static final int SOON_MILLIS = 250;

  /**
   * Every third one is of a slow release, every second one loses the other service: in six, each
   * service dies under both kinds. The same seed gives the same attempts.
   */
  static List<Attempt> of(long seed, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> draw(seed, number)).toList();
  }

  private static Attempt draw(long seed, int number) {
    boolean slow = number % 3 == 2;
    // The draws of an attempt do not depend on how many there are.
    Random random = new Random(seed * 1_000_003 + number);
    int step = 1 + random.nextInt(slow ? STEPS_OF_SLOW : STEPS_OF_GOOD);
    int longest = random.nextBoolean() ? SOON_MILLIS : (int) Policies.SOAK.toMillis();
    return new Attempt(
        number,
        seed,
        slow,
        VICTIMS.get((number + 1) % VICTIMS.size()),
        step,
        Duration.ofMillis(random.nextInt(longest)));
  }

  @Override
  public String toString() {
    return "rollout %d (seed %d): %s release, kill -9 of %s %d ms after change %d"
        .formatted(number, seed, isSlow ? "slow" : "good", victim, delay.toMillis(), step);
  }
}
