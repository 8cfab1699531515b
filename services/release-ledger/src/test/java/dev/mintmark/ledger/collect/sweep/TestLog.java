package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.ledger.projection.WholeLog;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** A log that is a list. */
final class TestLog implements WholeLog {
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();

  void write(List<ProducerRecord<byte[], byte[]>> more) {
    more.forEach(this::write);
  }

  void write(ProducerRecord<byte[], byte[]> one) {
    long offset = ends.merge(one.topic(), 1L, Long::sum) - 1;
    records.add(
        new ConsumerRecord<>(
            one.topic(),
            0,
            offset,
            0L,
            TimestampType.CREATE_TIME,
            0,
            0,
            one.key(),
            one.value(),
            one.headers(),
            Optional.empty()));
  }

  @Override
  public List<Topic> topics() {
    return Stream.of(TopicCatalogue.releases(), TopicCatalogue.decisions(), TopicCatalogue.twins())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Reading open() {
    return new Reading() {
      private int next;

      @Override
      public void toEnd(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        for (int end = records.size(); next < end; next++) {
          each.accept(records.get(next));
        }
      }

      @Override
      public void close() {}
    };
  }
}
