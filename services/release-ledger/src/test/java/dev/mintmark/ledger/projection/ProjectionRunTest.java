package dev.mintmark.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.ledger.entry.EntryReader;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProjectionRunTest {
  private static final TopicPartition PARTITION =
      new TopicPartition(TopicCatalogue.BUILD_REQUESTED.name(), 0);

  private final GrowingLog log = new GrowingLog();
  private final Committed store = new Committed();
  private final ProjectionRun run =
      new ProjectionRun(
          log,
          store,
          new EntryReader(ProjectedTopics.ALL),
          batch -> {},
          LogBounds.of(log, List.of(PARTITION)),
          Map.of(PARTITION, 0L));

  /**
   * Gets another record whenever somebody asks how far it reaches, so that nobody is ever there.
   */
  private static final class GrowingLog extends MockConsumer<byte[], byte[]> {
    private long end;

    GrowingLog() {
      super("none");
      assign(List.of(PARTITION));
      updateBeginningOffsets(Map.of(PARTITION, 0L));
      seek(PARTITION, 0);
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      addRecord(
          new ConsumerRecord<>(
              PARTITION.topic(), PARTITION.partition(), end++, new byte[0], new byte[0]));
      return Map.of(PARTITION, end);
    }
  }

  private static final class Committed implements ProjectionStore {
    private final List<Batch> begun = new ArrayList<>();
    private int committed;

    @Override
    public void migrate() {}

    @Override
    public Map<TopicPartition, Long> open(String cluster, Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Pending append(Batch batch) {
      begun.add(batch);
      return () -> committed++;
    }

    @Override
    public void probe() {}
  }

  @Test
  void hasCaughtUpWithALogThatNeverStandsStill() {
    assertThat(run.hasReachedEnd()).isFalse();

    run.advance();

    assertThat(run.hasReachedEnd()).as("the end as it was last asked for").isTrue();
    assertThat(store.committed).isEqualTo(1);
    assertThat(run.behind()).as("what came meanwhile").isEqualTo(1);
  }

  @Test
  void hasNotCaughtUpWhileWhatWasThereIsToCome() {
    run.advance();
    run.behind();

    assertThat(run.hasReachedEnd()).isFalse();
  }

  @Test
  void isThereOnlyWhenWhatItReadIsCommitted() {
    run.advance();
    assertThat(store.begun).hasSize(1);
    assertThat(store.committed).isZero();

    run.hasReachedEnd();

    assertThat(store.committed).isEqualTo(1);
  }
}
