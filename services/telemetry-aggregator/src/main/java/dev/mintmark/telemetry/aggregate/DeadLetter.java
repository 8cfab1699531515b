package dev.mintmark.telemetry.aggregate;

import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.topics.TopicCatalogue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record that can never be read, with the reason in its headers. */
final class DeadLetter {
  private DeadLetter() {}

  static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> message, UnreadableException reason) {
    return new ProducerRecord<>(
        TopicCatalogue.DEVICE_HEARTBEAT.deadLetters(),
        null,
        null,
        message.key(),
        message.value(),
        EventHeaders.ofDeadLetter(message, reason, Clients.SERVICE));
  }
}
