package dev.mintmark.cli.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.pause.Pause;
import dev.mintmark.cli.topics.Cluster;
import dev.mintmark.cli.topics.WantedTopic;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records on a real broker, with a ledger that says what the test wants. */
class RedriveIT {
  private static final String TOPIC = TopicCatalogue.IMAGE_BUILT.name();
  private static final String REJECTED = TopicCatalogue.RELEASE_REJECTED.name();

  @TempDir static Path folder;
  private static EmbeddedStack stack;
  private static int partitions;

  /** At least as many as there are tests: each has a partition. */
  private static final int TESTS = 12;

  private int partition;
  private final Map<String, ObjectNode> ledger = new HashMap<>();
  private Redrive redrive;

  @BeforeAll
  static void start() {
    stack = EmbeddedStack.start(folder, EnumSet.of(Part.KAFKA));
    try (Cluster cluster =
        new Cluster(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()), Pause.real())) {
      cluster.create(
          WantedTopic.of(TopicCatalogue.all()).stream()
              .filter(topic -> topic.name().startsWith(TOPIC))
              .map(topic -> new WantedTopic(topic.name(), TESTS, topic.config()))
              .toList(),
          1);
    }
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /** A partition of its own for each test, with three records that the step has worked on. */
  @BeforeEach
  void write() throws Exception {
    partition = partitions++;
    redrive = new Redrive(access(), release -> Optional.<JsonNode>ofNullable(ledger.get(release)));
    for (int i = 0; i < 3; i++) {
      send(TOPIC, "face:v1.0." + i, "id-" + i, Map.of());
      known("face:v1.0." + i, TOPIC, "id-" + i, "before");
    }
    workedOn(3);
  }

  @Test
  void writesWhatNothingFollowedAgainUnderAnIdOfItsOwn() {
    known("face:v1.0.1", REJECTED, "rejection", "id-1");

    List<Redrive.Driven> driven = redrive.run(asked(1, 1), true);

    assertThat(driven).extracting(Redrive.Driven::release).containsExactly("face:v1.0.1");
    ConsumerRecord<byte[], byte[]> again = last(TOPIC, driven.getFirst().id());
    assertThat(again.value()).isEqualTo("value of id-1".getBytes(UTF_8));
    assertThat(header(again, "mintmark_redriven")).contains(TOPIC + "/" + partition + "@1");
    assertThat(header(again, "ce_id")).contains(driven.getFirst().id()).isNotEqualTo("id-1");
    assertThat(header(again, "mintmark_run")).contains("live");
  }

  @Test
  void writesNothingOnADryRun() {
    long before = end();

    assertThat(redrive.run(asked(0, 2), false)).hasSize(3);

    assertThat(end()).isEqualTo(before);
  }

  @Test
  void refusesAllWhereOneWasAnswered() {
    known("face:v1.0.2", TopicCatalogue.SBOM_PUBLISHED.name(), "answer", "id-2");
    long before = end();

    assertRefused(asked(0, 2), "CLI-108", "what followed it stands at");

    assertThat(end()).isEqualTo(before);
  }

  @Test
  void refusesWhatWasRedrivenAndAnsweredBefore() {
    String id = redrive.run(asked(0, 0), false).getFirst().id();
    known("face:v1.0.0", TopicCatalogue.SBOM_PUBLISHED.name(), "answer", id);

    assertRefused(asked(0, 0), "CLI-108", "what followed it stands at");
  }

  @Test
  void refusesWhatItsStepHasNotWorkedOnYet() throws Exception {
    workedOn(1);

    assertRefused(asked(1, 1), "CLI-108", "has not worked on it yet");
  }

  @Test
  void refusesWhatALaggingLedgerDoesNotKnow() {
    ledger.remove("face:v1.0.0");

    assertRefused(asked(0, 0), "CLI-108", "the ledger does not know it yet");
  }

  @Test
  void putsADeadLetterBackWithoutWhatMadeItOne() {
    String first = TOPIC + "/4@77";
    send(
        TOPIC + ".dlq",
        "face:v1.0.0",
        "dead",
        Map.of("mintmark_error_code", "KIT-011", "mintmark_position", first));

    String id = redrive.run(Asked.of(TOPIC + ".dlq", partition, 0, 0), true).getFirst().id();

    ConsumerRecord<byte[], byte[]> again = last(TOPIC, id);
    assertThat(header(again, "mintmark_redriven")).contains(first);
    assertThat(header(again, "mintmark_error_code")).isEmpty();
    assertThat(header(again, "mintmark_position")).isEmpty();
  }

  @Test
  void refusesWhatNobodyCanHandOffAgain() {
    for (String topic :
        List.of(REJECTED, TopicCatalogue.RELEASE_PUBLISHED.name(), "mintmark.device.enrolled.v1")) {
      assertThatThrownBy(() -> Asked.of(topic, 0, 0, 0))
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.code()).isEqualTo("CLI-107"));
    }
    assertThatThrownBy(() -> asked(2, 1)).isInstanceOf(CommandException.class);
    assertRefused(Asked.of(TOPIC + ".dlq", partition, 0, 9), "CLI-109", "no record stands in");
  }

  private void assertRefused(Asked asked, String code, String found) {
    CommandException refused =
        catchThrowableOfType(CommandException.class, () -> redrive.run(asked, true));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageContaining(found);
  }

  private Asked asked(long from, long to) {
    return Asked.of(TOPIC, partition, from, to);
  }

  private void known(String release, String topic, String id, String cause) {
    ObjectNode node = ledger.computeIfAbsent(release, r -> JsonNodeFactory.instance.objectNode());
    ArrayNode handOffs = node.withArray("handOffs");
    handOffs
        .addObject()
        .put("topic", topic)
        .put("partition", 0)
        .put("offset", 5)
        .put("eventId", id)
        .put("cause", cause);
  }

  private void send(String topic, String release, String id, Map<String, String> more) {
    try (var producer =
        new KafkaProducer<>(access(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var message =
          new ProducerRecord<>(
              topic, partition, release.getBytes(UTF_8), ("value of " + id).getBytes(UTF_8));
      message.headers().add("ce_id", id.getBytes(UTF_8));
      message.headers().add("mintmark_run", "live".getBytes(UTF_8));
      more.forEach((name, value) -> message.headers().add(name, value.getBytes(UTF_8)));
      producer.send(message);
    }
  }

  private void workedOn(long offset) throws Exception {
    try (Admin admin = Admin.create(access())) {
      admin
          .alterConsumerGroupOffsets(
              "sbom", Map.of(new TopicPartition(TOPIC, partition), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private long end() {
    return all(TOPIC).size();
  }

  private static ConsumerRecord<byte[], byte[]> last(String topic, String id) {
    return all(topic).stream()
        .filter(message -> header(message, "ce_id").equals(Optional.of(id)))
        .findFirst()
        .orElseThrow();
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    Map<String, Object> config = new HashMap<>(access());
    config.put("isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }

  private static Optional<String> header(ConsumerRecord<byte[], byte[]> message, String name) {
    return Optional.ofNullable(message.headers().lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, UTF_8));
  }

  private static Map<String, Object> access() {
    return Map.of("bootstrap.servers", stack.kafkaBootstrapServers());
  }
}
