package dev.mintmark.cli.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * One record, whole. Its line is JSON in one form: {@code offset}, {@code timestamp} (milliseconds
 * since 1970), {@code key}, {@code value}, {@code headers} (pairs), bytes in base64, and last
 * {@code chain}.
 */
record LogRecord(
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  LogRecord {
    headers = List.copyOf(headers);
  }

  static LogRecord of(ConsumerRecord<byte[], byte[]> message) {
    return new LogRecord(
        message.offset(),
        message.timestamp(),
        message.key(),
        message.value(),
        Arrays.asList(message.headers().toArray()));
  }

  /** The last header of that name, as text. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.key().equals(name) && header.value() != null)
        .map(header -> new String(header.value(), UTF_8))
        .reduce((first, last) -> last);
  }

  /** The link of the chain: a digest of this record and of all before it. */
  Digest link(Digest before) {
    return Digest.of((before.hex() + '\n' + node()).getBytes(UTF_8));
  }

  /** The line, without its end. */
  String line(Digest link) {
    return node().put("chain", link.toString()).toString();
  }

  private ObjectNode node() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("offset", offset).put("timestamp", timestamp).put("key", key).put("value", value);
    ArrayNode all = node.putArray("headers");
    headers.forEach(header -> all.addArray().add(header.key()).add(header.value()));
    return node;
  }

  /** A line as it was read. */
  record Line(LogRecord message, String chain) {}

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is not in the one form
   */
  static Line parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      List<Header> headers = new ArrayList<>();
      for (JsonNode header : node.path("headers")) {
        headers.add(new RecordHeader(header.path(0).asText(), bytes(header.path(1))));
      }
      LogRecord message =
          new LogRecord(
              node.path("offset").asLong(-1),
              node.path("timestamp").asLong(),
              bytes(node.path("key")),
              bytes(node.path("value")),
              headers);
      String chain = node.path("chain").asText();
      if (!Digest.isDigest(chain) || !message.line(Digest.parse(chain)).equals(line)) {
        throw new IllegalArgumentException("it is not in the one form of a record");
      }
      return new Line(message, chain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("its bytes are not base64", e);
    }
  }

  private static byte @Nullable [] bytes(JsonNode node) throws IOException {
    return node.isTextual() ? node.binaryValue() : null;
  }
}
