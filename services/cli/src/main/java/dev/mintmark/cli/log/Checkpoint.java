package dev.mintmark.cli.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far the log was exported, to be signed.
 *
 * @param number from 1
 * @param previous digest of the checkpoint before; empty for the first
 * @param cluster Kafka's cluster id
 * @param ends of every partition, sorted by topic and partition
 * @param groups how far each step had read, sorted
 */
record Checkpoint(
    int number, Optional<Digest> previous, String cluster, List<End> ends, List<Read> groups) {
  private static final String FORMAT = "mintmark-log-checkpoint 1";
  private static final StrictJson JSON = new StrictJson(64 << 20, 8);

  /** What an empty partition's chain begins with. */
  static final Digest BEGINNING = Digest.of(FORMAT.getBytes(UTF_8));

  Checkpoint {
    ends = List.copyOf(ends);
    groups = List.copyOf(groups);
  }

  /**
   * The end of a partition.
   *
   * @param next the offset behind it
   * @param records how many there are
   * @param chain the last one's link
   */
  record End(String topic, int partition, long next, long records, Digest chain) {}

  /**
   * How far a consumer group has read.
   *
   * @param records how many of the partition's records are behind it
   */
  record Read(String group, String topic, int partition, long records) {}

  /** The end of that partition; at the beginning where it has none. */
  End end(String topic, int partition) {
    return ends.stream()
        .filter(end -> end.topic().equals(topic) && end.partition() == partition)
        .findFirst()
        .orElse(new End(topic, partition, 0, 0, BEGINNING));
  }

  long records() {
    return ends.stream().mapToLong(End::records).sum();
  }

  byte[] bytes() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", FORMAT).put("number", number);
    node.put("previous", previous.map(Digest::toString).orElse(null)).put("cluster", cluster);
    ArrayNode partitions = node.putArray("partitions");
    for (End end : ends) {
      partitions
          .addObject()
          .put("topic", end.topic())
          .put("partition", end.partition())
          .put("next", end.next())
          .put("records", end.records())
          .put("chain", end.chain().toString());
    }
    ArrayNode readers = node.putArray("groups");
    for (Read read : groups) {
      readers
          .addObject()
          .put("group", read.group())
          .put("topic", read.topic())
          .put("partition", read.partition())
          .put("records", read.records());
    }
    return (node.toPrettyString().replace("\r\n", "\n") + "\n").getBytes(UTF_8);
  }

  /**
   * Reads the form that {@link #bytes} writes.
   *
   * @throws IllegalArgumentException for any other bytes
   */
  static Checkpoint parse(byte[] bytes) {
    try {
      Checkpoint checkpoint = read(JSON.read(bytes));
      if (!Arrays.equals(checkpoint.bytes(), bytes)) {
        throw new IllegalArgumentException("it is not in the one form of a checkpoint");
      }
      return checkpoint;
    } catch (UnreadableJsonException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Checkpoint read(ObjectNode node) {
    List<End> ends = new ArrayList<>();
    for (JsonNode end : node.path("partitions")) {
      ends.add(
          new End(
              end.path("topic").asText(),
              end.path("partition").asInt(),
              end.path("next").asLong(),
              end.path("records").asLong(),
              Digest.parse(end.path("chain").asText())));
    }
    List<Read> groups = new ArrayList<>();
    for (JsonNode read : node.path("groups")) {
      groups.add(
          new Read(
              read.path("group").asText(),
              read.path("topic").asText(),
              read.path("partition").asInt(),
              read.path("records").asLong()));
    }
    return new Checkpoint(
        node.path("number").asInt(),
        Optional.ofNullable(node.path("previous").asText(null)).map(Digest::parse),
        node.path("cluster").asText(),
        ends,
        groups);
  }
}
