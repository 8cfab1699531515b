package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.canary.device.FakeSchemaRegistry;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A release whose evidence came later is published again, and can be rolled out from then on. */
class RepublishedIT {
  private static final String RELEASE = "face-detect:v1.0.0";
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  @Test
  void takesALaterPublicationWhereOnlyEvidenceWasMissing() throws Exception {
    Path home = Files.createDirectories(folder.resolve("controller"));
    Files.write(home.resolve("release.pub"), KEY.verificationKey().pem());
    Files.write(home.resolve("evidence.pub"), EVIDENCE.verificationKey().pem());
    try (TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
        Backend backend = Backend.start(folder);
        FakeSchemaRegistry schemas = FakeSchemaRegistry.start()) {
      Topics.create(backend.log().kafkaBootstrapServers(), TopicCatalogue.all());
      SignedRelease signed = new SignedRelease(registry, KEY);
      try (Controller controller =
              Controller.start(
                  backend, home, registry.uri(), schemas.uri(), Duration.ofSeconds(3));
          TestFleet fleet = new TestFleet(backend)) {
        controller.awaitReady();
        publish(backend, signed, "cpu-amd64");
        await(fleet, "CAN-017");
        assertThat(controller.startRollout(RELEASE, Policies.quick(), "cpu-amd64").body())
            .contains("CAN-017");

        signed.attest(EVIDENCE);
        publish(backend, signed, "cpu-amd64");
        await(fleet, "usable");

        // What can be rolled out stays what it is, whatever is said of it later.
        publish(backend, signed, "cpu-amd64", "gpu");
        publish(backend, signed);
        Awaitility.await("all to be read")
            .atMost(Controller.LONG_ENOUGH)
            .until(() ->
                fleet
                    .strings(
                        "select sum(next_offset) from canary.source_offset where topic = ?",
                        TopicCatalogue.RELEASE_PUBLISHED.name())
                    .equals(List.of("4")));
        await(fleet, "usable");
        assertThat(fleet.strings("select targets from canary.release"))
            .containsExactly("cpu-amd64");
      }
    }
  }

  private static void await(TestFleet fleet, String state) {
    Awaitility.await(RELEASE + " to be " + state)
        .atMost(Controller.LONG_ENOUGH)
        .ignoreExceptions()
        .until(() ->
            fleet
                .strings("select coalesce(refused_code, 'usable') from canary.release")
                .equals(List.of(state)));
  }

  /** The registry's event. */
  private static void publish(Backend backend, SignedRelease signed, String... targets)
      throws Exception {
    ReleaseId id = ReleaseId.parse(RELEASE);
    String digest = TestFleet.index(RELEASE);
    ReleasePublished event =
        new ReleasePublished(
            new HandOff(id.name(), id.version(), digest, digest),
            SignedRelease.REPOSITORY,
            id.version(),
            ArtifactReferences.toReference(signed.index),
            List.of(targets));
    Topic topic = TopicCatalogue.RELEASE_PUBLISHED;
    KafkaSettings settings = new KafkaSettings(backend.log().kafkaBootstrapServers(), "test", "0");
    try (var producer = new KafkaProducer<byte[], byte[]>(settings.idempotentProducer())) {
      byte[] value = EventCodec.write(event);
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(),
                  null,
                  RELEASE.getBytes(UTF_8),
                  value,
                  EventHeaders.ofRequest(topic, id, value, Clock.systemUTC())))
          .get();
    }
  }
}
