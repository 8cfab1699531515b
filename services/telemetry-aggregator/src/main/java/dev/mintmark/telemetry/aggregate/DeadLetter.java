package dev.mintmark.telemetry.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.topics.TopicCatalogue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record that can never be read, with the reason in its headers. */
final class DeadLetter {
  private DeadLetter() {}

  static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> message, UnreadableException reason) {
    RecordHeaders headers = new RecordHeaders(message.headers().toArray());
    add(headers, "mintmark_error_code", reason.code());
    add(headers, "mintmark_error", String.valueOf(reason.getMessage()));
    add(headers, "mintmark_step", Clients.SERVICE);
    add(
        headers,
        "mintmark_position",
        "%s/%d@%d".formatted(message.topic(), message.partition(), message.offset()));
    return new ProducerRecord<>(
        TopicCatalogue.DEVICE_HEARTBEAT.deadLetters(),
        null,
        null,
        message.key(),
        message.value(),
        headers);
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
