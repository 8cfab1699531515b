package dev.mintmark.kit.handoff;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The least that consumes and produces exactly once, on the kit's client settings: it neither reads
 * the values nor keeps them, works on nothing, and survives nothing.
 */
final class PlainLoop implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String to;
  private final Thread thread;

  PlainLoop(KafkaSettings settings, int batch, String from, String to) {
    Map<String, Object> reading = settings.consumer(batch);
    reading.put("auto.offset.reset", "earliest");
    this.consumer = new KafkaConsumer<>(reading);
    this.producer = new KafkaProducer<>(settings.producer());
    this.to = to;
    producer.initTransactions();
    consumer.subscribe(List.of(from));
    this.thread = Thread.ofPlatform().daemon().name("plain-loop").start(this::run);
  }

  private void run() {
    try {
      for (; ; ) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(500));
        if (!polled.isEmpty()) {
          handOff(polled);
        }
      }
    } catch (WakeupException closed) {
      consumer.close();
      producer.close();
    }
  }

  private void handOff(ConsumerRecords<byte[], byte[]> polled) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    producer.beginTransaction();
    for (ConsumerRecord<byte[], byte[]> message : polled) {
      producer.send(
          new ProducerRecord<>(to, null, message.key(), message.value(), message.headers()));
      offsets.put(
          new TopicPartition(message.topic(), message.partition()),
          new OffsetAndMetadata(message.offset() + 1));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
