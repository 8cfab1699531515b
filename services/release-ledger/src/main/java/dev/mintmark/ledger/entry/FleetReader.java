package dev.mintmark.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceEnrolled;
import dev.mintmark.events.device.v1.DeviceReported;
import dev.mintmark.events.rollout.v1.RolloutApproved;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutRequested;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.EventVersions;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.ledger.entry.Entry.DeviceEntry;
import dev.mintmark.ledger.entry.Entry.RolloutEntry;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what canary-controller says of rollouts and devices; its records are no part of a chain.
 */
final class FleetReader {
  private static final int LONGEST_ID = 256;

  private static final Map<Topic, Class<? extends SpecificRecord>> TYPES =
      Map.of(
          TopicCatalogue.ROLLOUT_REQUESTED, RolloutRequested.class,
          TopicCatalogue.ROLLOUT_APPROVED, RolloutApproved.class,
          TopicCatalogue.ROLLOUT_CHANGED, RolloutChanged.class,
          TopicCatalogue.DEVICE_ENROLLED, DeviceEnrolled.class,
          TopicCatalogue.DEVICE_REPORTED, DeviceReported.class);

  private final Topic topic;
  private final EventVersions<? extends SpecificRecord> versions;

  private FleetReader(Topic topic, Class<? extends SpecificRecord> type) {
    this.topic = topic;
    this.versions = new EventVersions<>(type);
  }

  /** The reader of that topic; null for a topic that is not of the fleet. */
  static @Nullable FleetReader of(Topic topic) {
    Class<? extends SpecificRecord> type = TYPES.get(topic);
    return type == null ? null : new FleetReader(topic, type);
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableException with a code of the kit
   * @throws IllegalArgumentException for a value that is none, e.g. a digest
   */
  Entry read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    checkHeaders(message);
    if (message.value() == null) {
      throw new UnreadableException("KIT-011", "the record has no value");
    }
    byte[] avro =
        switch (topic.form()) {
          case RAW -> message.value();
          case FRAMED -> Framing.unframe(message.value());
        };
    return entry(message, versions.read(avro, message.headers()));
  }

  private void checkHeaders(ConsumerRecord<byte[], byte[]> message) throws UnreadableException {
    String run =
        EventHeaders.text(message.headers(), EventHeaders.RUN)
            .orElseThrow(() ->
                new UnreadableException(
                    "KIT-012", "the header " + EventHeaders.RUN + " is missing"));
    if (!run.equals(EventHeaders.LIVE)) {
      throw new UnreadableException(
          "KIT-013", "run '" + run + "' does not belong on " + topic.name());
    }
  }

  private static Entry entry(ConsumerRecord<byte[], byte[]> message, SpecificRecord event)
      throws UnreadableException {
    Position position = new Position(message.topic(), message.partition(), message.offset());
    OffsetDateTime time =
        Storable.time(EventHeaders.text(message.headers(), EventHeaders.TIME), message.timestamp());
    return switch (event) {
      case RolloutRequested e ->
          new RolloutEntry(
              position,
              id(e.getRollout()),
              release(message, e.getName(), e.getVersion()),
              0,
              digest(e.getIndex()),
              null,
              time,
              null);
      case RolloutApproved e ->
          new RolloutEntry(
              position,
              id(e.getRollout()),
              release(message, e.getName(), e.getVersion()),
              e.getSequence(),
              null,
              e.getStage(),
              time,
              null);
      case RolloutChanged e ->
          new RolloutEntry(
              position,
              id(e.getRollout()),
              release(message, e.getName(), e.getVersion()),
              e.getSequence(),
              digest(e.getIndex()),
              e.getStage(),
              time,
              turn(e));
      case DeviceEnrolled e ->
          new DeviceEntry(
              position,
              device(message, e.getDevice(), e.getDeviceClass(), e.getGeneration()),
              e.getDeviceClass(),
              e.getGeneration(),
              null,
              text(e.getDriver()),
              text(e.getFirmware()),
              text(e.getKernel()),
              time);
      case DeviceReported e ->
          new DeviceEntry(
              position,
              device(message, e.getDevice(), e.getDeviceClass(), 1),
              e.getDeviceClass(),
              e.getOrder(),
              report(e),
              text(e.getDriver()),
              text(e.getFirmware()),
              text(e.getKernel()),
              time);
      default -> throw new IllegalStateException("not an event of the fleet: " + event.getSchema());
    };
  }

  private static RolloutEntry.Turn turn(RolloutChanged event) {
    return new RolloutEntry.Turn(
        event.getTo().name(),
        event.getPercent(),
        event.getDevices(),
        event.getJudgement() == null ? null : event.getJudgement().getOutcome().name(),
        text(event.getCode()),
        text(event.getReason()));
  }

  private static DeviceEntry.Report report(DeviceReported event) {
    return new DeviceEntry.Report(
        event.getKind().name(),
        ReleaseId.parse(event.getRelease()),
        digest(event.getIndex()),
        text(event.getCode()));
  }

  private static ReleaseId release(
      ConsumerRecord<byte[], byte[]> message, String name, String version)
      throws UnreadableException {
    ReleaseId release = new ReleaseId(name, version);
    checkKey(message, release.toString());
    return release;
  }

  private static String device(
      ConsumerRecord<byte[], byte[]> message, String device, String deviceClass, int generation)
      throws UnreadableException {
    DeviceIdentity identity = new DeviceIdentity(device, deviceClass, generation);
    checkKey(message, identity.device());
    return identity.device();
  }

  private static void checkKey(ConsumerRecord<byte[], byte[]> message, String wanted)
      throws UnreadableException {
    byte[] key = message.key();
    if (key == null || !wanted.equals(new String(key, UTF_8))) {
      throw new UnreadableException("KIT-016", "the record's key is not " + wanted);
    }
  }

  private static String id(String rollout) {
    if (rollout.isBlank() || rollout.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "the rollout's id has " + rollout.length() + " characters, not 1 to " + LONGEST_ID);
    }
    return Storable.text(rollout);
  }

  private static String digest(String text) {
    return Digest.parse(text).toString();
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : Storable.text(text);
  }
}
