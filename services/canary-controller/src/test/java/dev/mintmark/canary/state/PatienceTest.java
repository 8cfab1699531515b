package dev.mintmark.canary.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Patience patience = new Patience(LONGEST);

  @Test
  void countsTheTimeBetweenRounds() {
    assertThat(round(T, 250)).hasMillis(250);
    assertThat(round(T, 500)).hasMillis(500);
    assertThat(round(T, 1_400)).hasMillis(1_400);
  }

  @Test
  void timeWithoutRoundsCountsForNoMoreThanOneRound() {
    round(T, 250);
    assertThat(round(T, 3_600_000)).hasMillis(1_250);
    assertThat(round(T, 3_600_250)).hasMillis(1_500);
  }

  @Test
  void whoWasStartedAnewGivesAllTheTimeAgain() {
    for (int at = 250; at <= 60_000; at += 250) {
      round(T, at);
    }
    Patience anew = new Patience(LONGEST);
    assertThat(anew.round(T, T.plusMillis(60_250))).isEqualTo(LONGEST);
  }

  @Test
  void countsAnewForEverythingThatBegins() {
    round(T, 250);
    Instant next = T.plusSeconds(30);
    assertThat(round(next, 30_200)).hasMillis(200);
    assertThat(round(next, 30_400)).hasMillis(400);
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    round(T, 900);
    assertThat(round(T, 100)).hasMillis(900);
    assertThat(round(T, 300)).hasMillis(1_100);
  }

  private Duration round(Instant since, long atMillis) {
    return patience.round(since, T.plusMillis(atMillis));
  }
}
