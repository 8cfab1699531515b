package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.topics.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records as large as the broker takes them hold nothing up. */
class LargeRecordsIT {
  @TempDir Path folder;
  private EchoLine line;

  @BeforeEach
  void start() throws Exception {
    line = new EchoLine(folder);
  }

  @AfterEach
  void stop() {
    line.close();
  }

  @Test
  void theLargestRecordThatTheBrokerTakesFitsAmongDeadLetters() throws Exception {
    List<Integer> taken = new ArrayList<>(List.of(Topic.MAX_VALUE_BYTES + 1));
    line.sendToOne(noEvent(), new byte[taken.getFirst()]);
    int refused = Topic.MAX_RECORD_BYTES;
    while (refused - taken.getLast() > 1) {
      int size = (refused + taken.getLast()) >>> 1;
      if (isTaken(size)) {
        taken.add(size);
      } else {
        refused = size;
      }
    }
    List<ReleaseRejected> good = line.sendToOne(1, 1);

    try (var runner = run()) {
      runner.start();
      line.assertHandedOffOnce(good);
      assertThat(line.read(EchoProcess.FROM.deadLetters(), taken.size()))
          .allSatisfy(letter -> assertThat(code(letter)).isEqualTo("KIT-010"))
          .extracting(letter -> letter.value().length)
          .containsExactlyElementsOf(taken);
    }
  }

  private boolean isTaken(int size) throws InterruptedException {
    try {
      line.sendToOne(noEvent(), new byte[size]);
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RecordTooLargeException.class);
      return false;
    }
  }

  @Test
  void aReasonThatRepeatsAHugeHeaderIsCut() throws Exception {
    ProducerRecord<byte[], byte[]> message = noEvent();
    EventHeaders.set(message.headers(), EventHeaders.RUN, "r".repeat(Topic.MAX_VALUE_BYTES));
    line.sendToOne(message, message.value());
    List<ReleaseRejected> good = line.sendToOne(1, 1);

    try (var runner = run()) {
      runner.start();
      line.assertHandedOffOnce(good);
      assertThat(line.read(EchoProcess.FROM.deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> {
            assertThat(code(letter)).isEqualTo("KIT-013");
            assertThat(EventHeaders.text(letter.headers(), EventHeaders.RUN).orElseThrow())
                .as("what it came with")
                .hasSize(Topic.MAX_VALUE_BYTES);
            assertThat(EventHeaders.text(letter.headers(), "mintmark_error").orElseThrow())
                .startsWith("run 'rrr")
                .hasSizeLessThanOrEqualTo(1000);
          });
    }
  }

  @Test
  void headersThatAnswersRepeatAreBounded() throws Exception {
    ReleaseRejected traced = EchoLine.event(1);
    ProducerRecord<byte[], byte[]> message = Events.message(traced);
    EventHeaders.add(message.headers(), EventHeaders.TRACE, "t".repeat(Topic.MAX_VALUE_BYTES));
    line.sendToOne(message, message.value());
    ProducerRecord<byte[], byte[]> named = noEvent();
    EventHeaders.set(named.headers(), EventHeaders.ID, "i".repeat(Topic.MAX_VALUE_BYTES));
    line.sendToOne(named, named.value());

    try (var runner = run()) {
      runner.start();
      line.assertHandedOffOnce(List.of(traced));
      assertThat(line.read(EchoProcess.FROM.deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> assertThat(code(letter)).isEqualTo("KIT-017"));
    }
  }

  private static ProducerRecord<byte[], byte[]> noEvent() {
    return Events.message(EchoLine.event(9));
  }

  private static String code(ConsumerRecord<byte[], byte[]> letter) {
    return EventHeaders.text(letter.headers(), "mintmark_error_code").orElse("");
  }

  private HandOffRunner<ReleaseRejected, ReleaseRejected> run() {
    return EchoProcess.runner(
        line.place(10), EchoProcess.handOff(incoming -> new Outcome.Produced<>(incoming.event())));
  }
}
