package dev.mintmark.canary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.canary.device.FakeSchemaRegistry;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** A stack, a controller on it, and a fleet. */
final class Bench implements AutoCloseable {
  private static final URI NO_REGISTRY = URI.create("http://127.0.0.1:1");

  private final Path folder;
  private final FakeSchemaRegistry schemas;
  private EmbeddedStack stack;
  private final Controller controller;
  private final TestFleet fleet;

  private Bench(
      Path folder, FakeSchemaRegistry schemas, EmbeddedStack stack, Controller controller) {
    this.folder = folder;
    this.schemas = schemas;
    this.stack = stack;
    this.controller = controller;
    this.fleet = new TestFleet(stack);
  }

  static Bench start(Path folder) throws Exception {
    EmbeddedStack stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.allOf(Part.class));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    FakeSchemaRegistry schemas = FakeSchemaRegistry.start();
    Controller controller =
        Controller.start(stack, folder.resolve("controller"), NO_REGISTRY, schemas.uri());
    return new Bench(folder, schemas, stack, controller.awaitReady());
  }

  Controller controller() {
    return controller;
  }

  TestFleet fleet() {
    return fleet;
  }

  /** Kafka, S3 and PostgreSQL go away. */
  void loseStack() {
    stack.kill();
  }

  /** They come back with their data, at the same addresses. */
  void regainStack() {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.allOf(Part.class));
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
    config.put("bootstrap.servers", stack.kafkaBootstrapServers());
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
    stack.close();
  }
}
