package dev.mintmark.canary.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.sketch.LatencySketch;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
  private static final Digest NEW = Digest.of("new".getBytes(UTF_8));
  private static final Digest OLD = Digest.of("old".getBytes(UTF_8));
  private static final Digest OTHER = Digest.of("other".getBytes(UTF_8));
  private static final Plan PLAN =
      Cohorts.plan(
          "r-v1.0.0-1",
          List.of(new Member("a", "c"), new Member("b", "c")),
          List.of(BigDecimal.valueOf(50), BigDecimal.valueOf(100)));
  private static final String CANARY = PLAN.added(0).getFirst().device();
  private static final String BASELINE = PLAN.baseline(0).getFirst().device();

  private final Parts parts = new Parts(Set.of("a", "b"));

  private static DeviceSummarized summary(
      String device, long start, Digest index, long first, long last, double micros) {
    LatencySketch sketch = LatencySketch.empty();
    sketch.add(micros, 10);
    return new DeviceSummarized(
        device,
        "c",
        "r:v",
        index.toString(),
        first,
        last,
        start,
        1000,
        (int) (last - first + 1),
        10L,
        1L,
        500L,
        ByteBuffer.wrap(sketch.encode()));
  }

  private void heard(String device, long start, Digest index, long first, long last) {
    parts.add(Part.of(summary(device, start, index, first, last, 1000)));
  }

  private Evidence evidence(@Nullable Digest baseline, DeviceStanding... standing) {
    Look look =
        new Look(
            "r:v1.0.0",
            NEW,
            baseline,
            Digest.of(new byte[0]),
            PLAN,
            0,
            1,
            false,
            false,
            new Window(10_000, 20_000),
            new Window(30_000, 40_500),
            List.of(standing));
    return new EvidenceBuilder(parts, look).build(List.of());
  }

  private static DeviceEvidence of(Evidence evidence, String device) {
    return evidence.devices().stream()
        .filter(d -> d.device().equals(device))
        .findFirst()
        .orElseThrow();
  }

  private static DeviceStanding runs(Digest index) {
    return new DeviceStanding(CANARY, NEW.toString(), ReportKind.RUNNING, index.toString());
  }

  @Test
  void sumsWholeWindowsOnBothSidesOfTheChange() {
    heard(CANARY, 9_500, OLD, 1, 2);
    heard(CANARY, 10_000, OLD, 3, 4);
    heard(CANARY, 19_000, OLD, 5, 6);
    heard(CANARY, 19_500, OLD, 7, 8);
    heard(CANARY, 29_500, NEW, 9, 10);
    heard(CANARY, 30_000, NEW, 11, 12);
    heard(CANARY, 39_500, NEW, 13, 14);
    heard(CANARY, 40_000, NEW, 15, 16);
    DeviceEvidence device = of(evidence(OLD, runs(NEW)), CANARY);
    assertThat(device.arm()).isEqualTo(Arm.CANARY);
    assertThat(device.smoke()).isEqualTo(Smoke.PASSED);
    assertThat(device.claims()).isEqualTo(NEW);
    assertThat(device.before().heartbeats()).isEqualTo(4);
    assertThat(device.after().heartbeats()).isEqualTo(4);
    assertThat(device.after().requests()).isEqualTo(20);
    assertThat(device.after().errors()).isEqualTo(2);
    assertThat(device.after().cpuPermilleSum()).isEqualTo(1000);
    assertThat(device.after().latencies().count()).isEqualTo(20);
  }

  @Test
  void addsThePartsOfAWindowUpAndCountsNoHeartbeatTwice() {
    heard(CANARY, 30_000, NEW, 1, 2);
    heard(CANARY, 30_000, NEW, 3, 5);
    heard(CANARY, 30_000, NEW, 3, 5);
    heard(CANARY, 30_000, NEW, 1, 9);
    heard(CANARY, 31_000, NEW, 4, 4);
    assertThat(of(evidence(OLD, runs(NEW)), CANARY).after().heartbeats()).isEqualTo(6);
  }

  @Test
  void howWindowsAreSplitAndWhichDeviceComesFirstChangesNoByte() {
    List<DeviceSummarized> summaries = new ArrayList<>();
    for (String device : List.of("a", "b")) {
      for (int window = 0; window < 5; window++) {
        summaries.add(
            summary(device, 30_000 + 1000L * window, NEW, 2 * window + 1, 2 * window + 2, 900));
      }
    }
    summaries.forEach(s -> parts.add(Part.of(s)));
    byte[] inOrder = evidence(OLD, runs(NEW)).write();
    Parts shuffled = new Parts(Set.of("a", "b"));
    Collections.shuffle(summaries, new Random(1));
    summaries.forEach(s -> shuffled.add(Part.of(s)));
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
            new Window(10_000, 20_000),
            new Window(30_000, 40_500),
            List.of(runs(NEW)));
    assertThat(new EvidenceBuilder(shuffled, look).build(List.of()).write()).isEqualTo(inOrder);
  }

  @Test
  void aDeviceThatNamesAnotherIndexClaimsThatOne() {
    heard(CANARY, 30_000, NEW, 1, 2);
    heard(CANARY, 31_000, OTHER, 3, 4);
    heard(CANARY, 32_000, NEW, 5, 6);
    DeviceEvidence device = of(evidence(OLD, runs(NEW)), CANARY);
    assertThat(device.claims()).isEqualTo(OTHER);
    assertThat(device.after().heartbeats()).isEqualTo(2);
  }

  @Test
  void whatRanBeforeCountsOnlyUnderTheBaseline() {
    heard(CANARY, 11_000, OTHER, 1, 2);
    heard(BASELINE, 11_000, OLD, 1, 2);
    Evidence evidence = evidence(OLD, runs(NEW));
    assertThat(of(evidence, CANARY).before()).isEqualTo(Side.none());
    assertThat(of(evidence, BASELINE).before().heartbeats()).isEqualTo(2);
    assertThat(of(evidence, BASELINE).arm()).isEqualTo(Arm.BASELINE);
  }

  @Test
  void withoutABaselineThereAreOnlyCanaries() {
    heard(CANARY, 30_000, NEW, 1, 2);
    heard(BASELINE, 30_000, OLD, 1, 2);
    Evidence evidence = evidence(null, runs(NEW));
    assertThat(evidence.devices()).extracting(DeviceEvidence::device).containsExactly(CANARY);
    assertThat(of(evidence, CANARY).before()).isEqualTo(Side.none());
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "ADMITTED, SILENT",
    "DOWNLOADED, SILENT",
    "SMOKE_PASSED, SILENT",
    "RUNNING, PASSED",
    "SMOKE_FAILED, FAILED",
    "REFUSED, FAILED",
    "ROLLED_BACK, FAILED",
  })
  void aReportSaysWhetherTheCanaryPassed(ReportKind kind, Smoke smoke) {
    DeviceStanding standing = new DeviceStanding(CANARY, NEW.toString(), kind, NEW.toString());
    assertThat(of(evidence(OLD, standing), CANARY).smoke()).isEqualTo(smoke);
  }

  @Test
  void whoReportsNothingOrAnotherIndexIsSilent() {
    assertThat(of(evidence(OLD), CANARY).smoke()).isEqualTo(Smoke.SILENT);
    assertThat(of(evidence(OLD, runs(OTHER)), CANARY).smoke()).isEqualTo(Smoke.SILENT);
    assertThat(of(evidence(OLD), CANARY).claims()).isNull();
  }

  @Test
  void strangersDoNotCount() {
    heard("stranger", 30_000, NEW, 1, 2);
    heard(CANARY, 31_000, NEW, 3, 4);
    assertThat(of(evidence(OLD, runs(NEW)), CANARY).after().heartbeats()).isEqualTo(2);
    assertThat(parts.size()).isEqualTo(1);
  }

  @Test
  void refusesSummariesThatContradictThemselves() {
    DeviceSummarized good = summary(CANARY, 0, NEW, 1, 2, 100);
    DeviceSummarized errors = DeviceSummarized.newBuilder(good).setErrors(11L).build();
    DeviceSummarized sequences = DeviceSummarized.newBuilder(good).setLastSequence(0L).build();
    DeviceSummarized sketch =
        DeviceSummarized.newBuilder(good)
            .setLatencies(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .build();
    assertThat(Part.of(good).heartbeats()).isEqualTo(2);
    assertThat(List.of(errors, sequences, sketch))
        .allSatisfy(bad ->
            assertThatThrownBy(() -> Part.of(bad)).isInstanceOf(IllegalArgumentException.class));
  }
}
