package dev.mintmark.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogBoundsTest {
  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
  private static final LogBounds BOUNDS =
      new LogBounds(Map.of(PARTITION, 10L), Map.of(PARTITION, 20L));

  @Test
  void anyOffsetWithinTheLogCanBeContinuedFrom() {
    for (long offset = 10; offset <= 20; offset++) {
      long next = offset;
      assertThatCode(() -> BOUNDS.check(Map.of(PARTITION, next))).doesNotThrowAnyException();
    }
  }

  @Test
  void recordsThatAreGoneAreNotSkipped() {
    assertThatThrownBy(() -> BOUNDS.check(Map.of(PARTITION, 9L)))
        .isInstanceOf(ProjectionException.class)
        .hasMessageContainingAll("begins at 10", "9 comes next", "LDG-021");
  }

  @Test
  void aLogThatIsBehindTheLedgerIsNotContinued() {
    assertThatThrownBy(() -> BOUNDS.check(Map.of(PARTITION, 21L)))
        .isInstanceOf(ProjectionException.class)
        .hasMessageContainingAll("ends at 20", "up to 21", "LDG-022");
  }

  @Test
  void countsWhatIsStillToCome() {
    assertThat(BOUNDS.behind(Map.of(PARTITION, 12L))).isEqualTo(8);
    assertThat(BOUNDS.behind(Map.of(PARTITION, 20L))).isZero();
  }
}
