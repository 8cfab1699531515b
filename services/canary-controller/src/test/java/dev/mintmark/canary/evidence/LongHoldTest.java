package dev.mintmark.canary.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.sketch.LatencySketch;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A rollout that is held for long: windows of a second, soaks of a minute. */
class LongHoldTest {
  private static final Digest NEW = Digest.of("new".getBytes(UTF_8));
  private static final Digest OLD = Digest.of("old".getBytes(UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(UTF_8));
  private static final Digest ANOTHER = Digest.of("another".getBytes(UTF_8));
  private static final Plan PLAN =
      Cohorts.plan(
          "r-v1.0.0-1",
          List.of(new Member("a", "c"), new Member("b", "c")),
          List.of(BigDecimal.valueOf(50), BigDecimal.valueOf(100)));
  private static final String CANARY = PLAN.added(0).getFirst().device();
  private static final String BASELINE = PLAN.baseline(0).getFirst().device();
  private static final int SOAK = 60;
  private static final int ORDERED = 1_000;
  private static final int SETTLED = 1_030;
  private static final int END = 9_000;

  private final Parts all = new Parts(Set.of("a", "b"));
  private final Parts kept = new Parts(Set.of("a", "b"));

  private void heard(String device, int second, Digest index) {
    LatencySketch sketch = LatencySketch.empty();
    sketch.add(1_000 + second, 10);
    Part part =
        Part.of(
            new DeviceSummarized(
                device,
                "c",
                "r:v",
                index.toString(),
                (long) second,
                (long) second,
                1_000L * second,
                1_000,
                1,
                10L,
                second % 7 == 0 ? 1L : 0L,
                500L,
                ByteBuffer.wrap(sketch.encode())));
    all.add(part);
    kept.add(part);
  }

  private static Window before() {
    return window(ORDERED - SOAK, ORDERED);
  }

  private static Window window(int from, int to) {
    return new Window(1_000L * from, 1_000L * to);
  }

  /** As the engine does in each state. */
  private void keep(int now) {
    List<Window> summed = new ArrayList<>();
    if (now >= ORDERED) {
      summed.add(before());
    }
    if (now >= SETTLED) {
      summed.add(window(SETTLED, now));
    }
    kept.keep(new Retention(1_000L * (now - SOAK), summed));
  }

  private static byte[] evidence(Parts parts, int ordered, int settled, int now) {
    Look look =
        new Look(
            "r:v1.0.0",
            NEW,
            OLD,
            Digest.of(new byte[0]),
            PLAN,
            0,
            1,
            false,
            false,
            window(ordered - SOAK, ordered),
            window(settled, now),
            List.of());
    return new EvidenceBuilder(parts, look).build(List.of()).write();
  }

  private void agree(int now) {
    assertThat(evidence(kept, ORDERED, SETTLED, now))
        .isEqualTo(evidence(all, ORDERED, SETTLED, now));
  }

  @Test
  void needsNoMoreMemoryThanASoakAndChangesNoByteOfEvidence() {
    int most = 0;
    for (int second = 0; second < END; second++) {
      heard(CANARY, second, second < ORDERED + 10 ? OLD : NEW);
      heard(BASELINE, second, OLD);
      keep(second + 1);
      most = Math.max(most, kept.size());
      if (second > SETTLED && second % 500 == 0) {
        agree(second + 1);
      }
    }

    assertThat(all.size()).isEqualTo(2 * END);
    // A soak of single windows, and a few sums.
    assertThat(most).isLessThan(2 * (SOAK + 10));
    agree(END);
    // A stage that begins now finds its "before".
    assertThat(evidence(kept, END, END, END)).isEqualTo(evidence(all, END, END, END));
  }

  @Test
  void theLastOtherIndexStaysTheOneThatADeviceClaims() {
    for (int second = ORDERED; second < END; second++) {
      Digest index =
          switch (second) {
            case 2_000, 4_000 -> OTHER;
            case 3_000 -> ANOTHER;
            default -> NEW;
          };
      heard(CANARY, second, index);
      keep(second + 1);
      if (second > SETTLED && second % 250 == 0) {
        agree(second + 1);
      }
    }

    assertThat(kept.claim(CANARY, window(SETTLED, END), NEW.toString())).hasValue(OTHER.toString());
    agree(END);
  }

  @Test
  void whatComesLateIsCountedAllTheSame() {
    List<Integer> seconds = new ArrayList<>();
    for (int second = ORDERED - SOAK; second < END; second += 10) {
      seconds.add(second);
    }
    Collections.shuffle(seconds, new Random(1));
    for (int second : seconds) {
      heard(CANARY, second, second < ORDERED ? OLD : NEW);
      keep(END);
    }

    agree(END);
    assertThat(kept.size()).isLessThan(SOAK);
    assertThat(kept.side(CANARY, window(SETTLED, END), NEW.toString()).heartbeats())
        .isEqualTo((END - SETTLED) / 10);
  }
}
