package dev.mintmark.contract.fault;

import dev.mintmark.content.Digest;
import dev.mintmark.contract.line.Log;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Does by hand what no fault may cause, to see that it is found. */
final class Planted {
  private final Surroundings surroundings;
  private final List<ConsumerRecord<byte[], byte[]>> published;

  Planted(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.published =
        Log.read(surroundings.bootstrapServers()).stream()
            .filter(message -> message.topic().equals(TopicCatalogue.RELEASE_PUBLISHED.name()))
            .toList();
  }

  /** Hands a release off once more. */
  void doubleOne() throws ExecutionException, InterruptedException {
    ConsumerRecord<byte[], byte[]> one = published.getFirst();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", surroundings.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  one.topic(), one.partition(), one.key(), one.value(), one.headers()))
          .get();
    }
  }

  void loseOneArtifact() throws IOException {
    Files.delete(artifact(published.getFirst()));
  }

  void damageOneArtifact() throws IOException {
    Path file = artifact(published.getLast());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** The ledger never looks back: the row stays away. */
  void deleteOneRow() throws SQLException {
    ConsumerRecord<byte[], byte[]> one = published.getLast();
    try (Connection connection = surroundings.connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "delete from ledger.hand_off where topic = '%s' and partition = %d and log_offset = %d"
              .formatted(one.topic(), one.partition(), one.offset()));
    }
  }

  private Path artifact(ConsumerRecord<byte[], byte[]> message) {
    String hex = Digest.of(message.value()).hex();
    return surroundings.bucket().resolve("sha256").resolve(hex.substring(0, 2)).resolve(hex);
  }
}
