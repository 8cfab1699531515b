package dev.mintmark.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.testing.OlderEvents;
import dev.mintmark.ledger.Line;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {
  private static final String DIGEST = Digest.of("x".getBytes(UTF_8)).toString();
  private static final EntryReader READER = new EntryReader(TopicCatalogue.releases());

  @Test
  void aRequestIsTheHeadOfItsChain() {
    HandOffEntry entry = (HandOffEntry) read(new Line("a", "v1.0.0", "").requested());

    assertThat(entry.release()).isEqualTo(new ReleaseId("a", "v1.0.0"));
    assertThat(entry.request()).isEqualTo(entry.value());
    assertThat(entry.previous()).isNull();
    assertThat(entry.cause()).isNull();
    assertThat(entry.visible()).isEqualTo(new Visible("vision/a", null, null));
    assertThat(entry.stage()).isEqualTo(Stage.REQUESTED);
  }

  @Test
  void anAnswerIsChainedToItsCause() {
    Line line = new Line("a", "v1.0.0", "");
    HandOffEntry request = (HandOffEntry) read(line.requested());
    HandOffEntry ingested = (HandOffEntry) read(line.ingested());

    assertThat(ingested.previous()).isEqualTo(request.value());
    assertThat(ingested.cause()).isEqualTo(request.eventId());
    assertThat(ingested.request()).isEqualTo(request.value());
    assertThat(ingested.time()).isAfter(request.time());
  }

  @Test
  void aRejectionSaysWhyAndWhetherItRefusesAClaim() {
    Line line = new Line("a", "v1.0.0", "");
    line.requested();

    assertThat(((HandOffEntry) read(line.rejected("ING-010", "held"))).rejection())
        .isEqualTo(new Rejection("trainer-ingest", "ING-010", "subject", "held", "advice"))
        .satisfies(r -> assertThat(r.refusesClaim()).isTrue());
    assertThat(((HandOffEntry) read(line.rejected("ING-011", "x"))).rejection())
        .satisfies(r -> assertThat(r.refusesClaim()).isFalse());
  }

  @Test
  void theSameRecordGivesTheSameEntry() {
    ProducerRecord<byte[], byte[]> message = new Line("a", "v1.0.0", "").requested();

    assertThat(read(message)).isEqualTo(read(message));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "sha256:", "latest", "md5:aaaa", "sha256:\0"})
  void aLinkThatIsNoDigestIsDead(String request) {
    assertDead(rejection(request, DIGEST), "LDG-010");
    assertDead(rejection(DIGEST, request), "LDG-010");
  }

  @Test
  void aReferenceThatIsNoneIsDead() {
    assertDead(published(new ArtifactReference("latest", "text/plain", 1L)), "LDG-010");
    assertDead(published(new ArtifactReference(DIGEST, " ", 1L)), "LDG-010");
    assertDead(published(new ArtifactReference(DIGEST, "text/plain", -1L)), "LDG-010");
  }

  @Test
  void anIdLongerThanAnIndexHoldsIsDead() {
    byte[] value = EventCodec.write(rejectionEvent(DIGEST, DIGEST, "found"));

    assertDead(
        record(TopicCatalogue.RELEASE_REJECTED, value, headers("i".repeat(3000))), "KIT-017");
    assertDead(record(TopicCatalogue.RELEASE_REJECTED, value, headers(" ")), "KIT-017");
  }

  @Test
  void whatAnOlderVersionWroteIsInTheLedgerWithTheDigestOfItsBytes() {
    OlderEvents older =
        OlderEvents.of(rejectionEvent(DIGEST, DIGEST, "found"), Map.of("severity", 3));
    Headers headers = headers("id");
    headers.add(EventHeaders.SCHEMA, older.fingerprint().getBytes(UTF_8));

    HandOffEntry entry =
        (HandOffEntry) READER.read(record(TopicCatalogue.RELEASE_REJECTED, older.value(), headers));

    assertThat(entry.value()).isEqualTo(Digest.of(older.value()).toString());
    assertThat(Objects.requireNonNull(entry.rejection()).found()).isEqualTo("found");
  }

  @Test
  void whatNoVersionWroteIsDead() {
    OlderEvents older =
        OlderEvents.of(rejectionEvent(DIGEST, DIGEST, "found"), Map.of("severity", 3));
    Headers headers = headers("id");
    headers.add(EventHeaders.SCHEMA, "0123456789abcdef".getBytes(UTF_8));

    assertDead(record(TopicCatalogue.RELEASE_REJECTED, older.value(), headers), "KIT-014");
  }

  @Test
  void whatPostgresqlCannotHoldIsReplaced() {
    byte[] value = EventCodec.write(rejectionEvent(DIGEST, DIGEST, "a\0b"));
    Headers headers = headers("id\0");
    headers.add(EventHeaders.CAUSE, "\0".getBytes(UTF_8));

    HandOffEntry entry =
        (HandOffEntry) READER.read(record(TopicCatalogue.RELEASE_REJECTED, value, headers));

    assertThat(entry.toString()).doesNotContain("\0").contains("a\uFFFDb", "id\uFFFD");
  }

  @Test
  void aDeadEntryNamesTheBytesAndIsBounded() {
    byte[] bytes = new byte[(1 << 20) + 1];
    Headers headers = new RecordHeaders();
    headers.add(EventHeaders.RUN, "\0".repeat(100_000).getBytes(UTF_8));

    DeadEntry huge =
        (DeadEntry) READER.read(record(TopicCatalogue.IMAGE_BUILT, bytes, headers("id")));
    DeadEntry noisy = (DeadEntry) READER.read(record(TopicCatalogue.IMAGE_BUILT, null, headers));

    assertThat(huge.value()).isEqualTo(Digest.of(bytes).toString());
    assertThat(huge.size()).isEqualTo(bytes.length);
    assertThat(noisy.value()).isNull();
    assertThat(noisy.reason()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\0");
  }

  @Test
  void everyCutOfAnEventIsDead() {
    ProducerRecord<byte[], byte[]> message = new Line("a", "v1.0.0", "").requested();

    for (int length = 0; length < message.value().length; length++) {
      byte[] cut = Arrays.copyOf(message.value(), length);
      Entry entry = READER.read(record(TopicCatalogue.BUILD_REQUESTED, cut, message.headers()));
      assertThat(entry).as("cut to " + length + " bytes").isInstanceOf(DeadEntry.class);
    }
  }

  @Test
  void refusesARecordOfAnotherTopic() {
    assertThatThrownBy(() ->
            new EntryReader(List.of(TopicCatalogue.IMAGE_BUILT))
                .read(consumed(new Line("a", "v1.0.0", "").requested())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ConsumerRecord<byte[], byte[]> rejection(String request, String previous) {
    return record(
        TopicCatalogue.RELEASE_REJECTED,
        EventCodec.write(rejectionEvent(request, previous, "found")),
        headers("id"));
  }

  private static SpecificRecord rejectionEvent(String request, String previous, String found) {
    return new ReleaseRejected(
        new HandOff("a", "v1.0.0", request, previous), "sbom", "SBM-001", "s", found, "advice");
  }

  private static ConsumerRecord<byte[], byte[]> published(ArtifactReference index) {
    HandOff link = new HandOff("a", "v1.0.0", DIGEST, DIGEST);
    SpecificRecord event = new ReleasePublished(link, "r", "t", index, List.of());
    return record(TopicCatalogue.RELEASE_PUBLISHED, EventCodec.write(event), headers("id"));
  }

  private static Headers headers(String id) {
    return new RecordHeaders()
        .add(EventHeaders.RUN, EventHeaders.LIVE.getBytes(UTF_8))
        .add(EventHeaders.ID, id.getBytes(UTF_8));
  }

  private static void assertDead(ConsumerRecord<byte[], byte[]> message, String code) {
    assertThat(READER.read(message))
        .isInstanceOfSatisfying(
            DeadEntry.class, dead -> assertThat(dead.code()).as(dead.reason()).isEqualTo(code));
  }

  private static Entry read(ProducerRecord<byte[], byte[]> message) {
    return READER.read(consumed(message));
  }

  private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> message) {
    return record(
        TopicCatalogue.find(message.topic()).orElseThrow(), message.value(), message.headers());
  }

  private static ConsumerRecord<byte[], byte[]> record(
      Topic topic, byte @Nullable [] value, Headers headers) {
    byte[] key = "a:v1.0.0".getBytes(UTF_8);
    return new ConsumerRecord<>(
        topic.name(),
        3,
        7,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }
}
