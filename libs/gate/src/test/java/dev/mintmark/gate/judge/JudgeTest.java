package dev.mintmark.gate.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.InvalidEvidenceException;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.study.Policies;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Reason;
import dev.mintmark.gate.verdict.Verdict;
import dev.mintmark.sketch.LatencySketch;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {
  private static final byte[] YAML = Policies.yaml(10, 900, 5);
  private static final Policy POLICY = Policy.parse(YAML);
  private static final Predicate<DeviceEvidence> CANARY = d -> d.arm() == Arm.CANARY;
  private static final Predicate<DeviceEvidence> BASELINE = d -> d.arm() == Arm.BASELINE;
  // Some more than the minimum, so that a few may be missing.
  private static final Evidence GOOD = last(new Scenario(30, 10, 100, 0, 0, 0));

  private static Evidence last(Scenario scenario) {
    return new SimulatedRollout(7, scenario, POLICY).lastLook();
  }

  private static Verdict judge(Evidence evidence) {
    Verdict verdict = Judge.judge(POLICY, evidence);
    assertThat(Recompute.same(YAML, evidence.write(), verdict.write()))
        .isEqualTo(new Recompute.Same());
    return verdict;
  }

  private static List<String> codes(Verdict verdict) {
    return verdict.outcome().reasons().stream().map(Reason::code).toList();
  }

  private static String texts(Verdict verdict) {
    return String.join("\n", verdict.outcome().reasons().stream().map(Reason::text).toList());
  }

  // --- changing evidence

  private static Evidence with(
      Evidence e, Predicate<DeviceEvidence> which, UnaryOperator<DeviceEvidence> change) {
    return devices(e, e.devices().stream().map(d -> which.test(d) ? change.apply(d) : d).toList());
  }

  private static Evidence devices(Evidence e, List<DeviceEvidence> devices) {
    return at(e, e.baselineIndex(), e.stage(), e.look(), e.lastLook(), e.pastDeadline(), devices);
  }

  private static Evidence at(
      Evidence e,
      @Nullable Digest baseline,
      int stage,
      int look,
      boolean lastLook,
      boolean pastDeadline,
      List<DeviceEvidence> devices) {
    return new Evidence(
        e.rollout(),
        e.release(),
        e.index(),
        baseline,
        e.policyDigest(),
        stage,
        look,
        lastLook,
        pastDeadline,
        e.before(),
        e.after(),
        devices,
        e.summaries());
  }

  private static Evidence pastDeadline(Evidence e) {
    return at(e, e.baselineIndex(), e.stage(), e.look(), e.lastLook(), true, e.devices());
  }

  private static Evidence firstRelease(Evidence e) {
    return at(e, null, e.stage(), e.look(), e.lastLook(), e.pastDeadline(), e.arm(Arm.CANARY));
  }

  private static Predicate<DeviceEvidence> first(int count, Predicate<DeviceEvidence> which) {
    AtomicInteger left = new AtomicInteger(count);
    return d -> which.test(d) && left.getAndDecrement() > 0;
  }

  private static DeviceEvidence smoke(DeviceEvidence d, Smoke smoke) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), smoke, d.claims(), d.before(), d.after());
  }

  private static DeviceEvidence claims(DeviceEvidence d, @Nullable Digest claims) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), d.smoke(), claims, d.before(), d.after());
  }

  private static DeviceEvidence after(DeviceEvidence d, Side after) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), d.smoke(), d.claims(), d.before(), after);
  }

  private static DeviceEvidence silent(DeviceEvidence d) {
    return after(claims(smoke(d, Smoke.SILENT), null), Side.none());
  }

  private static Side side(long requests, long errors, long cpu, byte[] sketch) {
    return new Side(10, requests, errors, cpu, sketch);
  }

  private static byte[] sketch(double micros, long count) {
    LatencySketch sketch = LatencySketch.empty();
    sketch.add(micros, count);
    return sketch.encode();
  }

  // --- passing

  @Test
  void promotesAReleaseThatChangesNothing() {
    Verdict verdict = judge(GOOD);

    assertThat(verdict.outcome()).as(texts(verdict)).isInstanceOf(Outcome.Promote.class);
    assertThat(verdict.baseline()).isEqualTo(SimulatedRollout.OLD);
    assertThat(verdict.comparisons()).hasSize(4).allMatch(c -> c.tested() && c.canaries() == 60);
    assertThat(texts(verdict)).startsWith("60 canaries are within the limits and no worse than 60");
  }

  @Test
  void onlyTheLastLookPromotes() {
    Evidence early = at(GOOD, GOOD.baselineIndex(), 0, 4, false, false, GOOD.devices());

    assertThat(judge(early).outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(codes(judge(early))).containsExactly("GAT-128");
  }

  @Test
  void aLookBeforeTheLastThatCallsItselfLastIsRefused() {
    Evidence early = at(GOOD, GOOD.baselineIndex(), 0, 4, true, false, GOOD.devices());

    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> Judge.judge(POLICY, early))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-024"));
  }

  @Test
  void aFirstReleaseIsGatedOnSmokeTestsAndLimitsAlone() {
    Verdict verdict = judge(firstRelease(GOOD));

    assertThat(verdict.outcome()).as(texts(verdict)).isInstanceOf(Outcome.Promote.class);
    assertThat(verdict.baseline()).isNull();
    assertThat(verdict.comparisons()).isEmpty();
    assertThat(codes(verdict)).containsExactly("GAT-140", "GAT-132");
    assertThat(verdict.write()).asString().contains("\"baseline\":\"none\"");
  }

  @Test
  void theLastStageHasNothingToCompareWith() {
    Evidence all = at(GOOD, GOOD.baselineIndex(), 1, 5, true, false, GOOD.arm(Arm.CANARY));

    assertThat(judge(all).outcome()).isInstanceOf(Outcome.Promote.class);
    assertThat(texts(judge(all))).contains("reaches every device");
    Evidence impossible = at(GOOD, GOOD.baselineIndex(), 1, 5, true, false, GOOD.devices());
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> Judge.judge(POLICY, impossible));
  }

  // --- harm

  static Stream<Arguments> harm() {
    Scenario good = new Scenario(30, 10, 100, 0, 0, 0);
    return Stream.of(
        Arguments.of("a quarter slower", last(new Scenario(30, 10, 100, 0.25, 0, 0)), "GAT-111"),
        Arguments.of("its mean, too", last(new Scenario(30, 10, 100, 0.25, 0, 0)), "GAT-112"),
        Arguments.of("one in 60 fails", last(new Scenario(30, 10, 100, 0, 0.016, 0)), "GAT-113"),
        Arguments.of("a third more CPU", last(new Scenario(30, 10, 100, 0, 0, 0.33)), "GAT-114"),
        Arguments.of(
            "one failed smoke test",
            with(last(good), first(1, CANARY), d -> smoke(d, Smoke.FAILED)),
            "GAT-101"),
        Arguments.of("slower than the limit", last(new Scenario(30, 10, 100, 99, 0, 0)), "GAT-102"),
        Arguments.of(
            "more errors than the limit", last(new Scenario(30, 10, 100, 0, 0.05, 0)), "GAT-103"),
        Arguments.of(
            "more CPU than the limit", last(new Scenario(30, 10, 100, 0, 0, 3)), "GAT-104"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harm")
  void rollsBack(String what, Evidence evidence, String code) {
    assertThat(judge(evidence).outcome()).isInstanceOf(Outcome.RollBack.class);
    assertThat(codes(judge(evidence))).contains(code);
    // Also before the last look, and when the time is up.
    Evidence early = at(evidence, evidence.baselineIndex(), 0, 2, false, true, evidence.devices());
    assertThat(judge(early).outcome()).isInstanceOf(Outcome.RollBack.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void rollsBackAFirstRelease(String what, Scenario scenario, String code) {
    Verdict verdict = judge(firstRelease(last(scenario)));

    assertThat(verdict.outcome()).isInstanceOf(Outcome.RollBack.class);
    assertThat(codes(verdict)).containsExactly(code, code, "GAT-132");
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of("slow", new Scenario(30, 10, 100, 99, 0, 0), "GAT-102"),
        Arguments.of("failing", new Scenario(30, 10, 100, 0, 0.05, 0), "GAT-103"),
        Arguments.of("greedy", new Scenario(30, 10, 100, 0, 0, 3), "GAT-104"));
  }

  @Test
  void aReleaseThatIsFasterIsPromoted() {
    assertThat(judge(last(new Scenario(30, 10, 100, -0.5, 0, -0.5))).outcome())
        .isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void harmIsToldInPlainNumbers() {
    assertThat(texts(judge(last(new Scenario(30, 10, 100, 0.25, 0, 0)))))
        .containsPattern(
            "the latency-p99 of the canaries rose by 2\\d\\.\\d % more than that of the baseline"
                + " \\(medians; z \\d+\\.\\d{3}, threshold 2\\.878\\)");
  }

  // --- missing data never passes

  static Stream<Arguments> missing() {
    byte[] none = new byte[0];
    return Stream.of(
        row("all canaries silent", CANARY, JudgeTest::silent, "30 of 30 of cpu-amd64 (30 silent)"),
        row("eleven canaries silent", first(11, CANARY), JudgeTest::silent, "11 silent"),
        row("the baseline silent", BASELINE, JudgeTest::silent, "baseline devices can be judged"),
        row(
            "no heartbeat names an index",
            CANARY,
            d -> claims(d, null),
            "0 canaries can be judged, the policy wants 50"),
        row(
            "canaries that run the old index",
            CANARY,
            d -> claims(d, SimulatedRollout.OLD),
            "run another index"),
        row(
            "a baseline that runs the new index",
            BASELINE,
            d -> claims(d, SimulatedRollout.NEW),
            "run another index"),
        row("nothing asked for", CANARY, d -> after(d, side(0, 0, 1, none)), "too few"),
        row(
            "empty sketches of many requests",
            CANARY,
            d -> after(d, side(1000, 0, 3000, none)),
            "contradict themselves"),
        row(
            "more latencies than requests",
            CANARY,
            d -> after(d, side(1000, 0, 3000, sketch(5000, 1001))),
            "contradict themselves"),
        row(
            "too few heartbeats",
            CANARY,
            d -> after(d, new Side(9, 1000, 0, 2700, sketch(5000, 1000))),
            "with too few heartbeats"),
        row(
            "too few inferences",
            CANARY,
            d -> after(d, side(899, 0, 3000, sketch(5000, 899))),
            "with too few heartbeats or inferences"),
        row(
            "no CPU",
            CANARY,
            d -> after(d, side(1000, 0, 0, sketch(5000, 1000))),
            "the cpu can be compared for 0 canaries"));
  }

  private static Arguments row(
      String name,
      Predicate<DeviceEvidence> which,
      UnaryOperator<DeviceEvidence> change,
      String text) {
    return Arguments.of(name, with(GOOD, which, change), text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("missing")
  void holdsWhenDataIsMissing(String name, Evidence evidence, String text) {
    Verdict verdict = judge(evidence);

    assertThat(verdict.outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(texts(verdict)).contains(text);
    assertThat(judge(pastDeadline(evidence)).outcome()).isInstanceOf(Outcome.Inconclusive.class);
  }

  /** Break test: a gate that takes nothing for "no error" turns this red. */
  @Test
  void voidDataIsRefusedByTheGate() {
    UnaryOperator<DeviceEvidence> empty = d -> after(d, Side.none());
    for (Predicate<DeviceEvidence> which : List.of(CANARY, BASELINE, CANARY.or(BASELINE))) {
      assertThat(judge(with(GOOD, which, empty)).outcome()).isInstanceOf(Outcome.Hold.class);
    }
    assertThat(judge(devices(GOOD, List.of())).outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(judge(firstRelease(devices(GOOD, List.of()))).outcome())
        .isInstanceOf(Outcome.Hold.class);
    assertThat(judge(firstRelease(with(GOOD, CANARY, empty))).outcome())
        .isInstanceOf(Outcome.Hold.class);
  }

  @Test
  void saysHowManyAreMissingOfEachClass() {
    Evidence evidence = with(GOOD, first(11, CANARY), JudgeTest::silent);
    Evidence lied =
        with(
            evidence,
            first(7, CANARY.and(d -> d.smoke() == Smoke.PASSED)),
            d -> claims(d, SimulatedRollout.OLD));

    assertThat(texts(judge(lied)))
        .contains("42 canaries can be judged, the policy wants 50; missing: ")
        .contains("18 of 30 of cpu-amd64 (11 silent, 7 run another index)");
  }

  @Test
  void survivorsDoNotSpeakForTheLost() {
    Evidence evidence = last(new Scenario(60, 10, 100, 0, 0, 0));
    Evidence lost = with(evidence, first(30, CANARY), JudgeTest::silent);

    Verdict verdict = judge(lost);
    assertThat(verdict.outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(texts(verdict))
        .contains(
            "30 of 120 canaries that sent data before the change are missing after it, of"
                + " the baseline 0 of 120");
    Evidence both = with(lost, first(30, BASELINE), JudgeTest::silent);
    assertThat(judge(both).outcome()).as("a bad day for all").isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void aFirstReleaseThatLosesManyCanariesIsHeld() {
    Evidence lost = firstRelease(with(GOOD, first(7, CANARY), JudgeTest::silent));

    assertThat(judge(lost).outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(codes(judge(lost))).containsExactly("GAT-125", "GAT-132");
  }

  @Test
  void aClassWithAnEmptyArmIsNotCountedAsEvidence() {
    Evidence evidence = last(new Scenario(60, 10, 100, 0, 0, 0));
    Predicate<DeviceEvidence> arm64 = d -> d.deviceClass().equals("cpu-arm64");
    Evidence oneSided =
        devices(
            evidence, evidence.devices().stream().filter(arm64.and(BASELINE).negate()).toList());

    Verdict verdict = judge(oneSided);
    assertThat(verdict.comparisons()).allMatch(c -> c.canaries() == 60 && c.baselines() == 60);
    assertThat(texts(verdict))
        .contains("the class cpu-arm64 is not counted as evidence: it has 60 canaries and 0");
  }

  @Test
  void judgesNoMoreDevicesOfAnArmThanThePolicySays() {
    byte[] yaml =
        new String(YAML, java.nio.charset.StandardCharsets.UTF_8)
            .replace("maximumDevices: 1000", "maximumDevices: 27")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Policy few = Policy.parse(yaml);
    Evidence evidence = new SimulatedRollout(7, new Scenario(30, 10, 100, 0, 0, 0), few).lastLook();

    Verdict verdict = Judge.judge(few, evidence);
    assertThat(verdict.comparisons()).allMatch(c -> c.canaries() == 54 && c.baselines() == 54);
    assertThat(verdict.devices()).allMatch(t -> t.planned() == 27);
  }

  // --- swapped, foreign, and the same again

  /** Break test: a gate that does not look at who is in which arm turns this red. */
  @Test
  void swappedCohortsAreNoticed() {
    SimulatedRollout rollout =
        new SimulatedRollout(7, new Scenario(30, 10, 100, -0.4, 0, 0), POLICY);
    Evidence good = rollout.lastLook();
    Evidence swapped =
        with(
            good,
            d -> true,
            d ->
                new DeviceEvidence(
                    d.device(),
                    d.deviceClass(),
                    d.arm() == Arm.CANARY ? Arm.BASELINE : Arm.CANARY,
                    d.smoke(),
                    d.claims(),
                    d.before(),
                    d.after()));

    good.checkArms(rollout.plan());
    assertThat(judge(swapped).outcome()).isInstanceOf(Outcome.Hold.class);
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> swapped.checkArms(rollout.plan()))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-022"))
        .withMessageMatching(".*has cpu-\\S+ as BASELINE of cpu-.*; the plan has it as CANARY.*");
  }

  @Test
  void evidenceOfAnotherPolicyIsRefused() {
    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> Judge.judge(Policies.of(10, 901, 5), GOOD))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-023"));
  }

  @Test
  void aStageThatThePolicyDoesNotHaveIsRefused() {
    Evidence third = at(GOOD, GOOD.baselineIndex(), 2, 5, true, false, GOOD.devices());

    assertThatExceptionOfType(InvalidEvidenceException.class)
        .isThrownBy(() -> Judge.judge(POLICY, third))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-024"));
  }

  @Test
  void givesTheSameBytesInEveryLocaleAndTimeZone() {
    byte[] expected = judge(GOOD).write();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      assertThat(judge(GOOD).write()).isEqualTo(expected);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void aChangedVerdictIsFoundWhereItDiffers() {
    byte[] stored = judge(GOOD).write();
    String text = new String(stored, java.nio.charset.StandardCharsets.US_ASCII);
    byte[] forged =
        text.replace("PROMOTE", "HOLD").getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(Recompute.same(YAML, GOOD.write(), forged))
        .isInstanceOfSatisfying(
            Recompute.Different.class,
            different -> {
              assertThat(different.at()).isEqualTo(text.indexOf("PROMOTE"));
              assertThat(different.found()).contains("HOLD");
              assertThat(different.expected()).contains("PROMOTE");
            });
    assertThat(Recompute.same(YAML, GOOD.write(), new byte[0]))
        .isInstanceOf(Recompute.Different.class);
  }
}
