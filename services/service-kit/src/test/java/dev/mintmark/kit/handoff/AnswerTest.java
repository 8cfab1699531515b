package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a record that is given up. */
class AnswerTest {
  private static final Refusal HOPELESS =
      new Refusal("KIT-021", "step echo", "it failed 6 times in the same way: x", "mend it");
  private static final ReleaseRejected EVENT = Events.rejection("given-up", "v1.0.0");

  @TempDir Path folder;

  @Test
  void rejectsTheReleaseOfARecordThatCanBeRead() throws Exception {
    Answer answer =
        maker(new EventReader<ReleaseRejected>(EchoProcess.FROM)::read)
            .giveUp(received(EventCodec.write(EVENT)), HOPELESS);

    assertThat(answer.outcome()).isEqualTo("rejected");
    assertThat(answer.release()).isEqualTo("given-up:v1.0.0");
    ProducerRecord<byte[], byte[]> sent = answer.records().getFirst();
    assertThat(sent.topic()).isEqualTo("mintmark.release.rejected.v1");
    assertThat(EventCodec.read(sent.value(), ReleaseRejected.class).getCode()).isEqualTo("KIT-021");
  }

  @Test
  void makesADeadLetterWithTheReadersCodeOfBytesThatAreNoEvent() {
    Answer answer =
        maker(new EventReader<ReleaseRejected>(EchoProcess.FROM)::read)
            .giveUp(received(new byte[] {1, 2, 3}), HOPELESS);

    assertDeadLetter(answer, "KIT-011", new byte[] {1, 2, 3});
  }

  @Test
  void makesADeadLetterWithTheStepsCodeWhereTheReaderFailsItself() {
    byte[] value = EventCodec.write(EVENT);

    Answer answer =
        maker(
                message -> {
                  throw new IllegalStateException("a fault of the reader");
                })
            .giveUp(received(value), HOPELESS);

    assertDeadLetter(answer, "KIT-021", value);
    assertThat(header(answer, "mintmark_error").orElseThrow()).contains("6 times");
  }

  @Test
  void rejectsTheReleaseOfWhichAnEventWouldBeTooLarge() throws Exception {
    ReleaseRejected large = withFound("x".repeat(EventCodec.MAX_BYTES));

    Answer answer = answer(new Outcome.Produced<>(large));

    assertThat(answer.outcome()).isEqualTo("rejected");
    assertThat(answer.errorCode()).contains("KIT-022");
    ReleaseRejected rejection =
        EventCodec.read(answer.records().getFirst().value(), ReleaseRejected.class);
    assertThat(rejection.getCode()).isEqualTo("KIT-022");
    assertThat(rejection.getFound()).contains(Integer.toString(EventCodec.write(large).length));
  }

  @Test
  void handsOffTheLargestEventThatIsRead() throws Exception {
    ReleaseRejected small = withFound("");
    int room = EventCodec.MAX_BYTES - EventCodec.write(small).length;
    // The length itself takes two bytes more than that of the empty text.
    ReleaseRejected largest = withFound("x".repeat(room - 2));
    assertThat(EventCodec.write(largest)).hasSize(EventCodec.MAX_BYTES);

    assertThat(answer(new Outcome.Produced<>(largest)).outcome()).isEqualTo("produced");
    assertThat(answer(new Outcome.Produced<>(withFound("x".repeat(room - 1)))).outcome())
        .isEqualTo("rejected");
  }

  @Test
  void cutsTheWordsOfARejection() throws Exception {
    String words = "x".repeat(EventCodec.MAX_BYTES);

    Answer answer = answer(new Outcome.Rejected<>(new Refusal("TST-001", words, words, words)));

    assertThat(EventCodec.read(answer.records().getFirst().value(), ReleaseRejected.class))
        .satisfies(rejection -> {
          assertThat(rejection.getCode()).isEqualTo("TST-001");
          assertThat(rejection.getFound()).isNotEmpty().hasSizeLessThan(words.length());
        });
  }

  private static ReleaseRejected withFound(String found) {
    return new ReleaseRejected(EVENT.getHandOff(), "echo", "TST-001", "subject", found, "advice");
  }

  private Answer answer(Outcome<ReleaseRejected> outcome) throws Exception {
    return new Answer.Maker<>(
            EchoProcess.handOff(incoming -> outcome),
            new FolderArtifactStore(folder),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            Answer.Maker.Place.LIVE)
        .answer(received(EventCodec.write(EVENT)));
  }

  private static void assertDeadLetter(Answer answer, String code, byte[] value) {
    assertThat(answer.outcome()).isEqualTo("dead-letter");
    assertThat(answer.errorCode()).contains(code);
    ProducerRecord<byte[], byte[]> letter = answer.records().getFirst();
    assertThat(answer.records()).hasSize(1);
    assertThat(letter.topic()).isEqualTo(EchoProcess.FROM.deadLetters());
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(answer, "mintmark_error_code")).contains(code);
    assertThat(header(answer, "mintmark_step")).contains("echo");
    assertThat(header(answer, "mintmark_position")).contains("mintmark.release.rejected.v1/2@7");
    assertThat(header(answer, EventHeaders.RUN)).as("what it came with").contains("live");
  }

  private static Optional<String> header(Answer answer, String name) {
    return EventHeaders.text(answer.records().getFirst().headers(), name);
  }

  private Answer.Maker<ReleaseRejected, ReleaseRejected> maker(
      Answer.Maker.Reader<ReleaseRejected> reader) {
    return new Answer.Maker<>(
        EchoProcess.handOff(incoming -> new Outcome.Dropped<>("not asked")),
        new FolderArtifactStore(folder),
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
        reader,
        Answer.Maker.Place.LIVE);
  }

  private static ConsumerRecord<byte[], byte[]> received(byte[] value) {
    ProducerRecord<byte[], byte[]> message = Events.message(EVENT);
    Headers headers = message.headers();
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
