package dev.mintmark.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.simulator.latency.Counted;
import dev.mintmark.simulator.wire.Batch;
import dev.mintmark.simulator.wire.Beat;
import dev.mintmark.simulator.wire.Inventory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox(10);

  @Test
  void goesOnAfterTheLastNumber() {
    add(1, 2);
    assertThat(batch().first()).isEqualTo(11);
    assertThat(batch().last()).isEqualTo(12);
    assertThat(outbox.nextNumber()).isEqualTo(13);
  }

  @Test
  void keepsWhatCameWhileABatchWasUnderWay() {
    add(1, 2);
    Batch sent = batch();
    add(3);
    outbox.remove(sent);
    assertThat(batch().first()).isEqualTo(13);
    assertThat(marks()).containsExactly(3);
    assertThat(outbox.last()).isEqualTo(12);
  }

  @Test
  void sendsTheSameNumbersAgainWhenTheAnswerIsLost() {
    add(1, 2);
    outbox.lost(batch());
    add(3);
    assertThat(batch().first()).isEqualTo(11);
    assertThat(marks()).containsExactly(1, 2, 3);
  }

  @Test
  void doublesNothingThatWasTakenWhenTheAnswerWasLost() {
    add(1, 2);
    outbox.lost(batch());
    add(3);
    assertThat(outbox.behind(12)).isEqualTo(2);
    assertThat(batch().first()).isEqualTo(13);
    assertThat(marks()).containsExactly(3);
  }

  @Test
  void keepsTheRestOfABatchThatWasTakenInPart() {
    add(1, 2, 3);
    outbox.lost(batch());
    assertThat(outbox.behind(11)).isEqualTo(1);
    assertThat(marks()).containsExactly(2, 3);
    assertThat(batch().first()).isEqualTo(12);
  }

  @Test
  void losesNothingWhenTelemetryIsAheadOfWhatWasNeverSent() {
    add(1, 2);
    assertThat(outbox.behind(500)).isZero();
    assertThat(batch().first()).isEqualTo(501);
    assertThat(marks()).containsExactly(1, 2);
  }

  @Test
  void losesNothingOfTheRestWhenTelemetryIsFurtherThanThisProcess() {
    add(1, 2);
    outbox.lost(batch());
    add(3);
    assertThat(outbox.behind(500)).isEqualTo(2);
    assertThat(batch().first()).isEqualTo(501);
    assertThat(marks()).containsExactly(3);
  }

  @Test
  void neverGoesBack() {
    add(1);
    assertThat(outbox.behind(3)).isZero();
    assertThat(batch().first()).isEqualTo(11);
  }

  @Test
  void isFullOnceAndNotForEver() {
    for (int i = 0; i < Outbox.MOST; i++) {
      assertThat(outbox.isFull()).isFalse();
      add(i);
    }
    assertThat(outbox.isFull()).isTrue();
    outbox.remove(batch());
    assertThat(outbox.isFull()).isFalse();
    assertThat(outbox.next()).isEmpty();
  }

  private Batch batch() {
    return outbox.next().orElseThrow();
  }

  private List<Integer> marks() {
    return batch().beats().stream().map(beat -> (int) beat.at().toEpochMilli()).toList();
  }

  private void add(int... marks) {
    Digest digest = Digest.of(new byte[0]);
    for (int mark : marks) {
      outbox.add(
          new Beat(
              Instant.ofEpochMilli(mark),
              new Inventory("face:v1", digest, digest),
              new Counted(1, 0, 0, new byte[0])));
    }
  }
}
