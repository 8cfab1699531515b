package dev.mintmark.kit.handoff;

import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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

  /** Fences an earlier self and aborts what it left open before the first record is read. */
  static Session open(KafkaSettings settings, Topic topic, StartingOffsets offsets) {
    Producer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer());
    try {
      producer.initTransactions();
      Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer());
      try {
        offsets.ensure(consumer, settings.step(), topic.name());
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
      // What was taken away stays so until the next record is polled.
    }
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    takenAway.clear();
    return consumer.poll(timeout);
  }

  void pause() {
    consumer.pause(consumer.assignment());
  }

  void resume() {
    consumer.resume(consumer.assignment());
  }

  /**
   * Keeps the membership while work on a record of the partition goes on.
   *
   * @throws KafkaException when the partition was taken away meanwhile: its record is read again,
   *     by whoever has it now
   */
  void keepAlive(TopicPartition partition) {
    consumer.pause(consumer.assignment());
    boolean cameUnpaused = !consumer.poll(Duration.ZERO).isEmpty();
    if (cameUnpaused || takenAway.contains(partition)) {
      throw new KafkaException("the group was rebalanced during work on " + partition);
    }
  }

  /** Sends the records and the offsets in one transaction. */
  void commit(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    producer.beginTransaction();
    try {
      records.forEach(producer::send);
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
