package dev.mintmark.contract.rollout;

import java.time.Duration;
import java.util.Optional;

/**
 * How an attempt went.
 *
 * @param killed what died, and where the rollout stood
 * @param away from the kill until the service was ready again
 * @param looks judgements, each made again from its artifacts
 * @param late devices that could send what they had measured only after the end
 * @param caught from the first heartbeat of a slow release to the first order to go back
 */
record Ran(
    Attempt attempt,
    String killed,
    Duration away,
    int looks,
    String state,
    Duration took,
    int late,
    Optional<Duration> caught) {

  @Override
  public String toString() {
    return "%s: killed in %s, back after %s; %d looks, %d verdicts recomputed; %s after %s%s%s"
        .formatted(
            attempt,
            killed,
            seconds(away),
            looks,
            looks,
            state,
            seconds(took),
            late == 0 ? "" : "; %d devices were heard again only after it".formatted(late),
            caught
                .map(time -> "; first bad heartbeat to rollback order " + seconds(time))
                .orElse(""));
  }

  static String seconds(Duration duration) {
    return String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
