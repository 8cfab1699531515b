package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.OlderEvents;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The log keeps what every version wrote. */
class EventVersionsTest {
  private static final ReleaseRejected EVENT = Events.rejection("face-detect", "v1.0.0");
  private static final OlderEvents OLDER = OlderEvents.of(EVENT, Map.of("severity", 3));
  private static final String NEWEST = EventCodec.fingerprint(EVENT.getSchema());
  private static final EventVersions<ReleaseRejected> VERSIONS =
      new EventVersions<>(ReleaseRejected.class);

  @TempDir Path folder;

  @Test
  void readsWhatAnOlderVersionWroteWithAFieldThatWasDroppedSince() throws Exception {
    assertThat(OLDER.value()).isNotEqualTo(EventCodec.write(EVENT));
    assertThat(VERSIONS.read(OLDER.value(), OLDER.fingerprint())).isEqualTo(EVENT);
    assertThat(VERSIONS.read(OLDER.value())).isEqualTo(EVENT);
  }

  @Test
  void readsWhatAnOlderVersionWroteWithoutAFieldThatCameSince() throws Exception {
    ReleaseRevoked event = new ReleaseRevoked(EVENT.getHandOff(), "why", null, "vision/face");
    OlderEvents older = OlderEvents.of(event, Map.of());

    EventVersions<ReleaseRevoked> versions = new EventVersions<>(ReleaseRevoked.class);
    assertThat(older.value()).isNotEqualTo(EventCodec.write(event));
    assertThat(versions.read(older.value(), older.fingerprint())).isEqualTo(event);
    assertThat(versions.read(older.value())).isEqualTo(event);
  }

  @Test
  void readsWhatTheNewestVersionWrote() throws Exception {
    assertThat(VERSIONS.read(EventCodec.write(EVENT), NEWEST)).isEqualTo(EVENT);
    assertThat(VERSIONS.find(EventCodec.write(EVENT)).fingerprint()).isEqualTo(NEWEST);
  }

  static Stream<Arguments> unreadable() {
    byte[] older = OLDER.value();
    byte[] longer = Arrays.copyOf(older, older.length + 1);
    byte[] overlong = new byte[older.length + 1];
    overlong[0] = (byte) (older[0] | 0x80);
    System.arraycopy(older, 1, overlong, 2, older.length - 1);
    byte[] newest = EventCodec.write(EVENT);
    return Stream.of(
        Arguments.of("a schema that was never released", older, "0123456789abcdef", "KIT-014"),
        Arguments.of("a schema without a name", older, "", "KIT-014"),
        Arguments.of("older bytes under the newest name", older, NEWEST, "KIT-011"),
        Arguments.of("newest bytes under the older name", newest, OLDER.fingerprint(), "KIT-011"),
        Arguments.of("cut", Arrays.copyOf(older, 9), OLDER.fingerprint(), "KIT-011"),
        Arguments.of("one byte more", longer, OLDER.fingerprint(), "KIT-011"),
        Arguments.of("an overlong length", overlong, OLDER.fingerprint(), "KIT-011"),
        Arguments.of(
            "too large", new byte[EventCodec.MAX_BYTES + 1], OLDER.fingerprint(), "KIT-010"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void refusesWhatIsNotWrittenAsItSays(String what, byte[] value, String written, String code) {
    assertThatThrownBy(() -> VERSIONS.read(value, written))
        .as(what)
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void refusesWhatIsOfNoVersion(String what, byte[] value, String written, String code) {
    if (!what.startsWith("a schema") && !what.endsWith("name")) {
      assertThatThrownBy(() -> VERSIONS.read(value)).isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void theLineReadsAnOlderRecordAndKeepsItsBytes() throws Exception {
    ConsumerRecord<byte[], byte[]> message = received(OLDER.value(), OLDER.fingerprint());

    EventReader.Read<ReleaseRejected> read =
        new EventReader<ReleaseRejected>(TopicCatalogue.RELEASE_REJECTED).read(message);

    assertThat(read.incoming().event()).isEqualTo(EVENT);
    assertThat(read.incoming().value())
        .as("of what is recorded")
        .isEqualTo(Digest.of(OLDER.value()))
        .isNotEqualTo(Digest.of(EventCodec.write(EVENT)));
  }

  @Test
  void theLineRefusesARecordOfAnUnknownSchema() {
    ConsumerRecord<byte[], byte[]> message = received(OLDER.value(), "0123456789abcdef");

    assertThatThrownBy(
            () -> new EventReader<ReleaseRejected>(TopicCatalogue.RELEASE_REJECTED).read(message))
        .isInstanceOfSatisfying(
            UnreadableException.class, e -> assertThat(e.code()).isEqualTo("KIT-014"))
        .hasMessageContaining("0123456789abcdef")
        .hasMessageContaining(NEWEST);
  }

  @Test
  void theChainOfDigestsGoesThroughAnOlderEvent() {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    String digest = store.put(OLDER.value(), "application/avro").digest().toString();

    assertThat(new EventChain(store).read(digest, ReleaseRejected.class)).isEqualTo(EVENT);
  }

  private static ConsumerRecord<byte[], byte[]> received(byte[] value, String schema) {
    ProducerRecord<byte[], byte[]> message = Events.message(EVENT);
    Headers headers = message.headers();
    EventHeaders.set(headers, EventHeaders.SCHEMA, schema);
    return new ConsumerRecord<>(
        message.topic(),
        2,
        7,
        0,
        TimestampType.CREATE_TIME,
        message.key().length,
        value.length,
        message.key(),
        value,
        headers,
        Optional.empty());
  }
}
