package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final ConsumerRecord<byte[], byte[]> BAD =
      new ConsumerRecord<>("topic", 0, 5, new byte[0], new byte[0]);
  private static final ConsumerRecord<byte[], byte[]> NEXT =
      new ConsumerRecord<>("topic", 0, 6, new byte[0], new byte[0]);

  private final Attempts attempts = new Attempts("sbom");

  private void fail(ConsumerRecord<byte[], byte[]> message, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(message, new IllegalStateException("odd"));
    }
  }

  @Test
  void givesUpOnTheRecordThatFailsAndOnNoOther() {
    fail(BAD, Failures.HOPELESS);

    assertThat(attempts.hopeless(BAD)).isPresent();
    assertThat(attempts.hopeless(NEXT)).isEmpty();
  }

  @Test
  void beginsAnewWithAnotherRecord() {
    fail(BAD, Failures.HOPELESS - 1);

    Duration pause = attempts.failed(NEXT, new IllegalStateException("odd"));

    assertThat(pause).isEqualTo(Backoff.NONE.pause());
    assertThat(attempts.number()).isEqualTo(1);
    assertThat(attempts.hopeless(NEXT)).isEmpty();
  }

  @Test
  void waitsLongerEachTime() {
    fail(BAD, 2);

    assertThat(attempts.failed(BAD, new IllegalStateException("odd")))
        .isEqualTo(Duration.ofMillis(800));
    assertThat(attempts.number()).isEqualTo(3);
  }
}
