package dev.mintmark.cli.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record that may be handed off again. */
record Candidate(ConsumerRecord<byte[], byte[]> message, Asked asked) {
  private static final String ID = "ce_id";
  private static final String REDRIVEN = "mintmark_redriven";
  private static final String POSITION = "mintmark_position";

  /** What a dead letter has besides the record that it was. */
  private static final List<String> OF_DEAD_LETTERS =
      List.of("mintmark_error_code", "mintmark_error", "mintmark_step", POSITION);

  /** Where the record stands now. */
  String position() {
    return "%s/%d@%d".formatted(message.topic(), message.partition(), message.offset());
  }

  /** {@code name:version}. */
  String release() {
    return message.key() == null ? "" : new String(message.key(), UTF_8);
  }

  String id() {
    return header(ID).orElse("");
  }

  /** Where the record stood first: a dead letter was somewhere else. */
  String first() {
    return header(REDRIVEN)
        .or(() -> asked.deadLetters() ? header(POSITION) : Optional.empty())
        .orElseGet(this::position);
  }

  /** The id under which it is handed off again: what answers it is another event. */
  String newId() {
    return Digest.of((id() + "\nredrive\n" + position()).getBytes(UTF_8)).hex();
  }

  /** The record as it is written again, at the end of its topic. */
  ProducerRecord<byte[], byte[]> again() {
    List<Header> headers = new ArrayList<>();
    for (Header header : message.headers()) {
      if (!OF_DEAD_LETTERS.contains(header.key())
          && !header.key().equals(ID)
          && !header.key().equals(REDRIVEN)) {
        headers.add(header);
      }
    }
    RecordHeaders all = new RecordHeaders(headers);
    all.add(ID, newId().getBytes(UTF_8));
    all.add(REDRIVEN, first().getBytes(UTF_8));
    return new ProducerRecord<>(
        asked.topic().name(), null, null, message.key(), message.value(), all);
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(message.headers().lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, UTF_8));
  }
}
