package dev.mintmark.canary.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.OffsetRange;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.topics.TopicCatalogue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SummaryReaderTest {
  private static final TopicPartition PARTITION =
      new TopicPartition(TopicCatalogue.DEVICE_SUMMARIZED.name(), 0);
  private static final Digest INDEX = Digest.of("new".getBytes(UTF_8));
  private static final Plan PLAN =
      Cohorts.plan("r-v1.0.0-1", List.of(new Member("a", "c")), List.of(BigDecimal.valueOf(100)));

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  /** Four seconds go by from one look at the clock to the next. */
  private final AtomicLong nanos = new AtomicLong();

  private SummaryReader reader(long begin, long end) {
    SummaryReader reader =
        new SummaryReader(
            consumer,
            Map.of(PARTITION, begin),
            Set.of("a"),
            () -> nanos.addAndGet(Duration.ofSeconds(4).toNanos()));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return reader;
  }

  @Test
  void readsToTheEndHoweverLongThatTakesWhileSomethingComes() {
    SummaryReader reader = reader(3, 23);
    consumer.setMaxPollRecords(1);
    for (long offset = 3; offset < 23; offset++) {
      consumer.addRecord(
          new ConsumerRecord<>(
              PARTITION.topic(), 0, offset, new byte[0], "unread".getBytes(UTF_8)));
    }

    Evidence evidence = reader.evidence(look());

    assertThat(evidence.summaries()).containsExactly(new OffsetRange(0, 3, 23));
    assertThat(nanos.get()).isGreaterThan(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void judgesNothingWhereTheEndIsNotReached() {
    SummaryReader reader = reader(3, 4);

    assertThatThrownBy(() -> reader.evidence(look()))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("CAN-021");
  }

  private static Look look() {
    Window nothing = new Window(0, 0);
    return new Look(
        "r:v1.0.0",
        INDEX,
        null,
        Digest.of(new byte[0]),
        PLAN,
        0,
        1,
        false,
        false,
        nothing,
        nothing,
        List.of());
  }
}
