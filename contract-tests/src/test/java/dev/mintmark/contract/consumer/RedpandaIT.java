package dev.mintmark.contract.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.redpanda.RedpandaContainer;

/** The topics and their framing on a broker and a registry that are neither Kafka nor Apicurio. */
class RedpandaIT {
  private static final String IMAGE = "redpandadata/redpanda:v25.1.1";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @BeforeEach
  void requireDocker() {
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no Docker engine answers here, and this test runs "
            + IMAGE
            + " in one; install and start it (Debian: apt install docker.io), or name another"
            + " machine's in DOCKER_HOST, then run: ./mintmark test -pl contract-tests -am"
            + " -Dit.test=RedpandaIT -Dfailsafe.failIfNoSpecifiedTests=false");
  }

  @Test
  void takesTheTopicsAndGivesAFramedRecordBack() throws Exception {
    try (RedpandaContainer redpanda = new RedpandaContainer(IMAGE)) {
      redpanda.start();
      String servers = redpanda.getBootstrapServers().replaceFirst("^[A-Z_]+://", "");
      URI registry = URI.create(redpanda.getSchemaRegistryAddress());
      Programs.applyTopics(folder, servers, registry.toString());
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        assertThat(admin.listTopics().names().get())
            .containsAll(TopicCatalogue.all().stream().map(Topic::name).toList());
      }
      FleetMetrics sent = FramedMetrics.window(10_000, 500);

      FramedMetrics.send(servers, registry, List.of(sent));

      GenericRecord read = FramedMetrics.read(registry, onlyValue(servers));
      assertThat(read.toString()).isEqualTo(sent.toString());
    }
  }

  private static byte[] onlyValue(String servers) {
    List<byte[]> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(FramedMetrics.TOPIC).stream()
              .map((PartitionInfo info) -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (values.isEmpty() && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
      }
    }
    assertThat(values).hasSize(1);
    return values.getFirst();
  }
}
