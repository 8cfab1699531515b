package dev.mintmark.contract.determinism;

import dev.mintmark.contract.line.Log;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A hand-off as it stands in the log.
 *
 * @param place {@code topic/partition@offset}
 * @param headers those that are the same whenever the same is handed off
 */
record Event(
    String topic,
    int partition,
    String place,
    String key,
    byte[] value,
    SortedMap<String, String> headers) {
  /** Of the moment; every other header is derived. */
  private static final Set<String> OF_THE_MOMENT = Set.of("ce_time", "traceparent");

  static Event of(ConsumerRecord<byte[], byte[]> message) {
    SortedMap<String, String> headers = new TreeMap<>();
    message
        .headers()
        .forEach(header ->
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    headers.keySet().removeAll(OF_THE_MOMENT);
    return new Event(
        message.topic(),
        message.partition(),
        message.topic() + "/" + message.partition() + "@" + message.offset(),
        Log.key(message),
        message.value(),
        headers);
  }

  /** Every field that is no record or list, by its path; empty where the value is no event. */
  Map<String, String> fields() {
    Schema schema =
        TopicCatalogue.releases().stream()
            .filter(t -> t.name().equals(topic))
            .map(Topic::schema)
            .findFirst()
            .orElse(null);
    if (schema == null) {
      return Map.of();
    }
    try {
      GenericRecord event =
          new GenericDatumReader<GenericRecord>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(value, null));
      Map<String, String> fields = new LinkedHashMap<>();
      put("", event, fields);
      return Collections.unmodifiableMap(fields);
    } catch (IOException e) {
      throw new UncheckedIOException(place, e);
    }
  }

  private static void put(String path, Object value, Map<String, String> fields) {
    switch (value) {
      case GenericRecord event ->
          event
              .getSchema()
              .getFields()
              .forEach(field ->
                  put(
                      path.isEmpty() ? field.name() : path + "." + field.name(),
                      event.get(field.pos()),
                      fields));
      case Collection<?> list -> {
        int i = 0;
        for (Object element : list) {
          put(path + "[" + i++ + "]", element, fields);
        }
      }
      case null -> fields.put(path, "null");
      default -> fields.put(path, value.toString());
    }
  }
}
