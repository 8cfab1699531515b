package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.canary.device.FakeSchemaRegistry;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** What a controller stands on, a controller, and a fleet. */
final class Bench implements AutoCloseable {
  private static final URI NO_REGISTRY = URI.create("http://127.0.0.1:1");

  private final Path folder;
  private final FakeSchemaRegistry schemas;
  private final Backend backend;
  private final Controller controller;
  private final TestFleet fleet;

  private Bench(Path folder, FakeSchemaRegistry schemas, Backend backend, Controller controller) {
    this.folder = folder;
    this.schemas = schemas;
    this.backend = backend;
    this.controller = controller;
    this.fleet = new TestFleet(backend);
  }

  static Bench start(Path folder) throws Exception {
    return start(folder, Duration.ofSeconds(3));
  }

  /**
   * The same, with another patience.
   *
   * @param settle how long devices of a stage have to say how it ended
   */
  static Bench start(Path folder, Duration settle) throws Exception {
    Backend backend = Backend.start(folder);
    Topics.create(backend.log().kafkaBootstrapServers(), TopicCatalogue.all());
    FakeSchemaRegistry schemas = FakeSchemaRegistry.start();
    Controller controller =
        Controller.start(backend, folder.resolve("controller"), NO_REGISTRY, schemas.uri(), settle);
    return new Bench(folder, schemas, backend, controller.awaitReady());
  }

  Controller controller() {
    return controller;
  }

  /** Starts one more controller, for the caller to close; does not wait. */
  Controller another(String name) throws Exception {
    return Controller.start(
        backend, folder.resolve(name), NO_REGISTRY, schemas.uri(), Duration.ofSeconds(3));
  }

  TestFleet fleet() {
    return fleet;
  }

  Backend backend() {
    return backend;
  }

  /** An operator withdraws a release: the ledger's event, as it stands in the log. */
  void revoke(String release, String reason) throws Exception {
    ReleaseId id = ReleaseId.parse(release);
    String digest = TestFleet.index(release);
    ReleaseRevoked event =
        new ReleaseRevoked(
            new HandOff(id.name(), id.version(), digest, digest), reason, digest, "any/where");
    byte[] value = EventCodec.write(event);
    Topic topic = TopicCatalogue.RELEASE_REVOKED;
    KafkaSettings settings = new KafkaSettings(backend.log().kafkaBootstrapServers(), "test", "0");
    try (var producer = new KafkaProducer<byte[], byte[]>(settings.idempotentProducer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(),
                  null,
                  release.getBytes(UTF_8),
                  value,
                  EventHeaders.ofFleet(
                      topic, release, "release-ledger", digest, Clock.systemUTC())))
          .get();
    }
  }

  /** Waits until no rollout of it can be started. */
  void awaitRefused(String release) {
    ReleaseId id = ReleaseId.parse(release);
    Awaitility.await(release + " to be refused")
        .atMost(Controller.LONG_ENOUGH)
        .until(() ->
            !fleet
                .strings(
                    "select refused from canary.release where refused is not null"
                        + " and name || version = ?",
                    id.name() + id.version())
                .isEmpty());
  }

  /** Starts a rollout; its id. */
  String open(String release, String policy, String deviceClass) {
    HttpResponse<String> answer = controller.startRollout(release, policy, deviceClass);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Controller.read(answer).get("rollout").asText();
  }

  JsonNode rollout(String id) {
    return controller.json("/v1/rollouts/" + id);
  }

  JsonNode await(String id, String state) {
    try {
      Awaitility.await(id + " to be " + state)
          .atMost(Controller.LONG_ENOUGH)
          .ignoreExceptions()
          .until(() -> rollout(id).get("state").asText().equals(state));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(rollout(id).toPrettyString(), e);
    }
    return rollout(id);
  }

  /** The states of a rollout, one for each step. */
  List<String> states(String id) {
    List<String> states = new ArrayList<>();
    rollout(id).get("changes").forEach(c -> states.add(c.get("to").asText()));
    return states;
  }

  /** An event as it stands in the log. */
  record Logged(String id, RolloutChanged event) {}

  /** All of {@code rollout.changed} about that rollout. */
  List<Logged> log(String rollout) throws Exception {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", backend.log().kafkaBootstrapServers());
    config.put("isolation.level", "read_committed");
    List<Logged> events = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TopicCatalogue.ROLLOUT_CHANGED.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var message : consumer.poll(Duration.ofMillis(200))) {
          RolloutChanged event = EventCodec.read(message.value(), RolloutChanged.class);
          if (event.getRollout().equals(rollout)) {
            events.add(
                new Logged(
                    EventHeaders.text(message.headers(), EventHeaders.ID).orElseThrow(), event));
          }
        }
      }
    }
    return events;
  }

  @Override
  public void close() {
    controller.close();
    fleet.close();
    schemas.close();
    backend.close();
  }
}
