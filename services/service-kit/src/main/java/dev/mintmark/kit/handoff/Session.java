package dev.mintmark.kit.handoff;

import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer and a transactional producer that live and die together: after any failed transaction
 * both are thrown away, and the next session reads again from the committed offset.
 */
final class Session implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Set<TopicPartition> takenAway = new HashSet<>();

  private Session(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
    this.consumer = consumer;
    this.producer = producer;
  }

  /**
   * Fences an earlier self and aborts what it left open before the first record is read.
   *
   * @param batch how many records one poll gives at most
   */
  static Session open(KafkaSettings settings, int batch, Topic topic, StartingOffsets offsets) {
    Producer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer());
    return open(settings.consumer(batch), producer, settings.step(), topic, offsets);
  }

  static Session open(
      Map<String, Object> reading,
      Producer<byte[], byte[]> producer,
      String group,
      Topic topic,
      StartingOffsets offsets) {
    try {
      producer.initTransactions();
      Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(reading);
      try {
        offsets.ensure(consumer, group, topic.name());
        Session session = new Session(consumer, producer);
        consumer.subscribe(List.of(topic.name()), session.new TakenAway());
        return session;
      } catch (RuntimeException e) {
        consumer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Partitions that went to another member, perhaps to come back: what was read from them is read
   * again.
   */
  private final class TakenAway implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      takenAway.addAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // What was taken away stays so until the next records are polled.
    }
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
    // What was taken away before it returned is not in it, or is there because it came back.
    takenAway.clear();
    return polled;
  }

  void resume() {
    consumer.resume(consumer.assignment());
  }

  /**
   * Keeps the membership while work on polled records goes on.
   *
   * @return the partitions that were taken away since they were polled: their records are read
   *     again, by whoever has them now
   * @throws KafkaException when records came of a partition that is new here: they are read again
   */
  Set<TopicPartition> keepAlive() {
    consumer.pause(consumer.assignment());
    if (!consumer.poll(Duration.ZERO).isEmpty()) {
      throw new KafkaException("the group was rebalanced during work");
    }
    return Set.copyOf(takenAway);
  }

  /** Sends the answers and the offsets behind their records in one transaction. */
  void commit(List<Batch.Finished> done) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    producer.beginTransaction();
    try {
      for (Batch.Finished finished : done) {
        ConsumerRecord<byte[], byte[]> message = finished.message();
        finished.answer().records().forEach(producer::send);
        offsets.put(Batch.partition(message), new OffsetAndMetadata(message.offset() + 1));
      }
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      producer.commitTransaction();
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
  }

  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      // The next session's initTransactions ends it.
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    // A static member does not leave its group: it is back before the session times out.
    consumer.close();
    producer.close(Duration.ZERO);
  }
}
