package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.device.v1.DeviceEnrolled;
import dev.mintmark.events.device.v1.DeviceReported;
import dev.mintmark.events.device.v1.ReportKind;
import dev.mintmark.events.rollout.v1.Judgement;
import dev.mintmark.events.rollout.v1.Outcome;
import dev.mintmark.events.rollout.v1.RolloutApproved;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutRequested;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records of rollouts and devices, as the relay of canary-controller writes them. */
public final class FleetLog {
  private static final String INDEX = Digest.of("index".getBytes(UTF_8)).toString();
  private static final ArtifactReference ANY = new ArtifactReference(INDEX, "text/plain", 1L);
  private static final int SCHEMA_ID = 7;

  private FleetLog() {}

  public static ProducerRecord<byte[], byte[]> requested(String name, String version) {
    return raw(
        TopicCatalogue.ROLLOUT_REQUESTED,
        name + ":" + version,
        new RolloutRequested(
            rollout(name, version), name, version, INDEX, ANY, List.of("cpu-amd64")));
  }

  public static ProducerRecord<byte[], byte[]> approved(String name, String version, int answered) {
    return raw(
        TopicCatalogue.ROLLOUT_APPROVED,
        name + ":" + version,
        new RolloutApproved(rollout(name, version), name, version, answered, 1));
  }

  /**
   * @param outcome of the verdict that made it so; null for none
   */
  public static ProducerRecord<byte[], byte[]> changed(
      String name, String version, int sequence, RolloutState to, @Nullable Outcome outcome) {
    return raw(
        TopicCatalogue.ROLLOUT_CHANGED,
        name + ":" + version,
        new RolloutChanged(
            rollout(name, version),
            name,
            version,
            sequence,
            "vision/" + name,
            INDEX,
            null,
            ANY,
            List.of("cpu-amd64"),
            RolloutState.UNKNOWN,
            to,
            1,
            25.0,
            250,
            null,
            "why\0",
            outcome == null ? null : new Judgement(1, outcome, ANY, ANY, List.of())));
  }

  public static ProducerRecord<byte[], byte[]> enrolled(String device, @Nullable String firmware) {
    return framed(
        TopicCatalogue.DEVICE_ENROLLED,
        device,
        new DeviceEnrolled(device, "cpu-amd64", 1, "hailo_pci 4.20.0", firmware, null));
  }

  public static ProducerRecord<byte[], byte[]> reported(
      String device, long order, ReportKind kind, String release) {
    return framed(
        TopicCatalogue.DEVICE_REPORTED,
        device,
        new DeviceReported(
            device, "cpu-amd64", order, kind, release, INDEX, null, null, null, null, "6.6.31"));
  }

  private static String rollout(String name, String version) {
    return name + "-" + version + "-1";
  }

  private static ProducerRecord<byte[], byte[]> raw(Topic topic, String key, SpecificRecord event) {
    return message(topic, key, EventCodec.write(event));
  }

  private static ProducerRecord<byte[], byte[]> framed(
      Topic topic, String key, SpecificRecord event) {
    return message(topic, key, Framing.frame(SCHEMA_ID, EventCodec.write(event)));
  }

  private static ProducerRecord<byte[], byte[]> message(Topic topic, String key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventHeaders.ID, Digest.of(value).hex().getBytes(UTF_8));
    headers.add(EventHeaders.TIME, "2026-03-01T00:00:00Z".getBytes(UTF_8));
    headers.add(EventHeaders.RUN, EventHeaders.LIVE.getBytes(UTF_8));
    return new ProducerRecord<>(topic.name(), null, null, key.getBytes(UTF_8), value, headers);
  }
}
