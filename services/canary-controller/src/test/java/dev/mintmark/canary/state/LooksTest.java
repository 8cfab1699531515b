package dev.mintmark.canary.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.state.OpenState.Soaking;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LooksTest {
  private static final Instant ORDERED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SETTLED = ORDERED.plusSeconds(60);
  private static final Looks LOOKS = new Looks(Duration.ofSeconds(10), 3, Duration.ofSeconds(300));

  @ParameterizedTest(name = "{0} ms after settling, {1} looks done: look {2}")
  @CsvSource({
    "0, 0, 0",
    "3333, 0, 0",
    "3334, 0, 1",
    "3334, 1, 0",
    "6666, 1, 0",
    "6667, 1, 2",
    "9999, 2, 0",
    "10000, 2, 3",
    "10000, 3, 0",
    // Missed looks are not made up for.
    "10000, 0, 3",
    // After the soak it goes on at the same pace.
    "13333, 3, 0",
    "13334, 3, 4",
    "-500, 0, 0",
  })
  void looksEvenlyAndOnceEach(long millis, int done, int due) {
    OptionalInt expected = due == 0 ? OptionalInt.empty() : OptionalInt.of(due);
    assertThat(LOOKS.due(new Soaking(0, ORDERED, SETTLED, done), SETTLED.plusMillis(millis)))
        .isEqualTo(expected);
  }

  @Test
  void onlyTheLookAtTheEndOfTheSoakIsTheLast() {
    assertThat(LOOKS.isLast(2)).isFalse();
    assertThat(LOOKS.isLast(3)).isTrue();
    assertThat(LOOKS.isLast(4)).isTrue();
  }

  @Test
  void theDeadlineIsPastOnceDevicesWereHeardForSoLong() {
    assertThat(LOOKS.isPastDeadline(Duration.ofMillis(299_999))).isFalse();
    assertThat(LOOKS.isPastDeadline(Duration.ofMillis(300_000))).isTrue();
  }

  @Test
  void refusesAScheduleWithoutLooks() {
    assertThatThrownBy(() -> new Looks(Duration.ofSeconds(1), 0, Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Looks(Duration.ZERO, 1, Duration.ofSeconds(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
