package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.HandOff.Kind;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.OlderEvents;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is of the line and what is of a rebuild never mix. */
class RunsTest {
  private static final Topic LIVE = TopicCatalogue.RELEASE_REJECTED;
  private static final Topic TWIN = TopicCatalogue.twin(LIVE).orElseThrow();
  private static final Run REBUILD = new Run("rebuild-7");
  private static final String TOOLCHAIN = "sha256:" + "ab".repeat(32);
  private static final ReleaseRejected EVENT = Events.rejection("made-again", "v1.0.0");
  private static final Refusal REFUSAL = new Refusal("X-1", "thing", "found", "advice");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "rebuild-0", "rebuild-", "Rebuild-1", "rebuild-1/../live", "LIVE"})
  void refusesWhatIsNoRun(String id) {
    assertThatThrownBy(() -> new Run(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRebuildsStepWritesItsTwinsWithItsRunAndItsToolchain() throws Exception {
    Answer answer = answer(Kind.LINE, REBUILD, produce(), received(TWIN, REBUILD.id()));

    ProducerRecord<byte[], byte[]> sent = answer.records().getFirst();
    assertThat(sent.topic()).isEqualTo(TWIN.name());
    assertThat(header(sent, EventHeaders.RUN)).contains("rebuild-7");
    assertThat(header(sent, EventHeaders.TOOLCHAIN)).contains(TOOLCHAIN);
    assertThat(sent.value()).as("no run in a value").isEqualTo(EventCodec.write(EVENT));
  }

  @Test
  void aRefusalInARebuildRejectsOnTheTwin() throws Exception {
    Answer answer = answer(Kind.LINE, REBUILD, refuse(), received(TWIN, REBUILD.id()));

    assertThat(answer.records().getFirst().topic()).isEqualTo(TWIN.name());
  }

  @Test
  void aRebuildsStepLeavesAnotherRebuildAlone() throws Exception {
    Answer answer = answer(Kind.LINE, REBUILD, produce(), received(TWIN, "rebuild-8"));

    assertThat(answer.outcome()).isEqualTo("skipped");
    assertThat(answer.records()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rebuild-7", "anything", ""})
  void theLineTakesNothingOfARebuild(String run) throws Exception {
    assertDeadLetter(answer(Kind.LINE, Run.LIVE, produce(), received(LIVE, run)), "KIT-013");
  }

  @Test
  void aRebuildsStepTakesNothingOfTheLine() throws Exception {
    assertDeadLetter(answer(Kind.LINE, REBUILD, produce(), received(TWIN, "live")), "KIT-013");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void whoseRunHeaderWasStrippedIsADeadLetter(Kind kind) throws Exception {
    ConsumerRecord<byte[], byte[]> message = received(TWIN, "live");
    message.headers().remove(EventHeaders.RUN);

    assertDeadLetter(answer(kind, Run.LIVE, produce(), message), "KIT-012");
  }

  @Test
  void aJudgementReadsEveryRebuildAndAnswersLive() throws Exception {
    Answer answer = answer(Kind.JUDGEMENT, Run.LIVE, produce(), received(TWIN, "rebuild-12"));

    assertThat(header(answer.records().getFirst(), EventHeaders.RUN)).contains("live");
    assertDeadLetter(
        answer(Kind.JUDGEMENT, Run.LIVE, produce(), received(TWIN, "live")), "KIT-013");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"DECISION", "JUDGEMENT"})
  void whatIsBesideTheLineCannotRejectARelease(Kind kind) throws Exception {
    String run = kind == Kind.DECISION ? "live" : "rebuild-1";

    assertDeadLetter(answer(kind, Run.LIVE, refuse(), received(LIVE, run)), REFUSAL.code());
  }

  @Test
  void aReplayedRequestIsTheRecordedOneInItsRun() throws Exception {
    ProducerRecord<byte[], byte[]> sent = replayed(EventCodec.write(EVENT));

    assertThat(sent.topic()).isEqualTo(TWIN.name());
    assertThat(sent.value()).isEqualTo(EventCodec.write(EVENT));
    assertThat(header(sent, EventHeaders.SCHEMA))
        .contains(EventCodec.fingerprint(EVENT.getSchema()));
    assertThat(header(sent, EventHeaders.RUN)).contains("rebuild-7");
    assertThat(header(sent, EventHeaders.ID))
        .contains(EventHeaders.firstId(sent.value(), "rebuild-7"));
  }

  @Test
  void aReplayedRequestOfAnOlderVersionIsNotWrittenAgain() throws Exception {
    OlderEvents older = OlderEvents.of(EVENT, Map.of("severity", 3));

    ProducerRecord<byte[], byte[]> sent = replayed(older.value());

    assertThat(sent.value()).isEqualTo(older.value());
    assertThat(sent.headers().headers(EventHeaders.SCHEMA)).hasSize(1);
    assertThat(header(sent, EventHeaders.SCHEMA)).contains(older.fingerprint());
  }

  private ProducerRecord<byte[], byte[]> replayed(byte[] recorded) throws Exception {
    Digest value = new FolderArtifactStore(folder).put(recorded, MediaTypes.EVENT).digest();
    return answer(
            Kind.DECISION,
            Run.LIVE,
            incoming -> new Outcome.Replayed<>(REBUILD, value),
            received(LIVE, "live"))
        .records()
        .getFirst();
  }

  @Test
  void aRebuildHasNoTopicForWhatOnlyTheLineMayDo() {
    assertThatThrownBy(() -> REBUILD.topic(TopicCatalogue.RELEASE_PUBLISHED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rebuild-7");
  }

  @Test
  void aRedrivenRecordKeepsItsFirstPositionAndTheIdThatItWasGiven() throws Exception {
    ConsumerRecord<byte[], byte[]> message = received(LIVE, "live");
    Position first = new Position(LIVE.name(), 4, 1234);
    EventHeaders.add(message.headers(), EventHeaders.REDRIVEN, first.toString());

    EventReader.Read<ReleaseRejected> read = new EventReader<ReleaseRejected>(LIVE).read(message);

    assertThat(read.incoming().position()).isEqualTo(first);
    assertThat(read.id()).isEqualTo(header(Events.message(EVENT), EventHeaders.ID).orElseThrow());
  }

  @Test
  void aRedrivenRecordThatDoesNotSayWhereItStoodIsUnreadable() {
    ConsumerRecord<byte[], byte[]> message = received(LIVE, "live");
    EventHeaders.add(message.headers(), EventHeaders.REDRIVEN, "somewhere");

    assertThatThrownBy(() -> new EventReader<ReleaseRejected>(LIVE).read(message))
        .isInstanceOf(UnreadableException.class)
        .extracting(e -> ((UnreadableException) e).code())
        .isEqualTo("KIT-018");
  }

  private static Step<ReleaseRejected, ReleaseRejected> produce() {
    return incoming -> new Outcome.Produced<>(incoming.event());
  }

  private static Step<ReleaseRejected, ReleaseRejected> refuse() {
    return incoming -> new Outcome.Rejected<>(REFUSAL);
  }

  private Answer answer(
      Kind kind,
      Run run,
      Step<ReleaseRejected, ReleaseRejected> work,
      ConsumerRecord<byte[], byte[]> message)
      throws Exception {
    return new Answer.Maker<>(
            new HandOff<>("echo", LIVE, LIVE, work, kind),
            new FolderArtifactStore(folder),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            new Answer.Maker.Place(run, Optional.of(TOOLCHAIN)))
        .answer(message);
  }

  private static void assertDeadLetter(Answer answer, String code) {
    assertThat(answer.outcome()).isEqualTo("dead-letter");
    assertThat(answer.errorCode()).contains(code);
    assertThat(answer.records()).hasSize(1);
    assertThat(answer.records().getFirst().topic()).endsWith(".dlq");
  }

  private static Optional<String> header(ProducerRecord<byte[], byte[]> sent, String name) {
    return EventHeaders.text(sent.headers(), name);
  }

  private static ConsumerRecord<byte[], byte[]> received(Topic topic, String run) {
    ProducerRecord<byte[], byte[]> message = Events.message(EVENT);
    Headers headers = new RecordHeaders(message.headers().toArray());
    headers.remove(EventHeaders.RUN);
    EventHeaders.add(headers, EventHeaders.RUN, run);
    return new ConsumerRecord<>(
        topic.name(),
        0,
        3,
        0,
        TimestampType.CREATE_TIME,
        message.key().length,
        message.value().length,
        message.key(),
        message.value(),
        headers,
        Optional.empty());
  }
}
