package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Answer ANSWER =
      new Answer(List.of(), "produced", "release:v1.0.0", Optional.empty());

  private static ConsumerRecord<byte[], byte[]> message(int partition, long offset) {
    return new ConsumerRecord<>("topic", partition, offset, new byte[0], new byte[0]);
  }

  private static Set<TopicPartition> partition(int number) {
    return Set.of(new TopicPartition("topic", number));
  }

  private static Batch batch() {
    return new Batch(List.of(message(0, 5), message(0, 7), message(1, 2), message(2, 9)));
  }

  private static void finish(Batch batch, int times) {
    for (int i = 0; i < times; i++) {
      batch.finish(batch.begin(i).orElseThrow(), ANSWER);
    }
  }

  private static List<String> takenFrom(Batch batch) {
    return batch.takeDone().stream()
        .map(finished -> Position.of(finished.message()).toString())
        .toList();
  }

  private static List<String> restOf(Batch batch) {
    while (batch.head().isPresent()) {
      finish(batch, 1);
    }
    return takenFrom(batch);
  }

  @Test
  void handsOffWhatIsDoneInTheOrderOfTheRecordsAndOnce() {
    Batch batch = batch();
    finish(batch, 3);

    assertThat(takenFrom(batch)).containsExactly("topic/0@5", "topic/0@7", "topic/1@2");
    assertThat(takenFrom(batch)).isEmpty();
    assertThat(restOf(batch)).containsExactly("topic/2@9");
    assertThat(batch.head()).isEmpty();
  }

  @Test
  void leavesTheHeadWhereItIsUntilItIsFinished() {
    Batch batch = batch();
    finish(batch, 1);

    assertThat(batch.begin(0)).isEqualTo(batch.begin(1)).isEqualTo(batch.head());
    assertThat(batch.head().orElseThrow().offset()).isEqualTo(7);
    assertThat(takenFrom(batch)).as("the head is not done").containsExactly("topic/0@5");
  }

  @Test
  void countsTheTimeOfARecordFromItsFirstTry() {
    Batch batch = batch();
    batch.begin(10);
    batch.begin(20);
    batch.finish(batch.head().orElseThrow(), ANSWER);
    batch.begin(30);
    batch.finish(batch.head().orElseThrow(), ANSWER);

    assertThat(batch.takeDone()).extracting(Batch.Finished::since).containsExactly(10L, 30L);
  }

  @Test
  void letsGoOfWhatIsDoneAndWhatIsNotOfAPartitionThatWasTakenAway() {
    Batch batch = new Batch(List.of(message(0, 5), message(1, 2), message(0, 6), message(2, 9)));
    finish(batch, 1);

    assertThat(batch.keepWithout(partition(0))).isTrue();

    assertThat(restOf(batch)).containsExactly("topic/1@2", "topic/2@9");
  }

  @Test
  void letsGoOfAllWhenTheHeadWasTakenAway() {
    Batch batch = batch();
    finish(batch, 1);

    assertThat(batch.keepWithout(partition(0))).isFalse();

    assertThat(batch.head()).isEmpty();
    assertThat(batch.takeDone()).isEmpty();
  }

  @Test
  void staysAsItIsWhenNothingOfItWasTakenAway() {
    Batch batch = batch();

    assertThat(batch.keepWithout(partition(7))).isTrue();

    assertThat(restOf(batch)).hasSize(4);
  }

  @Test
  void takesNoAnswerToARecordThatWasLetGoOf() {
    Batch batch = batch();
    ConsumerRecord<byte[], byte[]> inWork = batch.begin(0).orElseThrow();
    batch.abandon();

    batch.finish(inWork, ANSWER);

    assertThat(batch.takeDone()).isEmpty();
    assertThat(batch.begin(0)).isEmpty();
  }
}
