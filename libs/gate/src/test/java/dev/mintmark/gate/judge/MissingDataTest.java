package dev.mintmark.gate.judge;

import static dev.mintmark.gate.judge.Exhibits.BASELINE;
import static dev.mintmark.gate.judge.Exhibits.CANARY;
import static dev.mintmark.gate.judge.Exhibits.GOOD;
import static dev.mintmark.gate.judge.Exhibits.after;
import static dev.mintmark.gate.judge.Exhibits.claims;
import static dev.mintmark.gate.judge.Exhibits.codes;
import static dev.mintmark.gate.judge.Exhibits.devices;
import static dev.mintmark.gate.judge.Exhibits.first;
import static dev.mintmark.gate.judge.Exhibits.firstRelease;
import static dev.mintmark.gate.judge.Exhibits.judge;
import static dev.mintmark.gate.judge.Exhibits.last;
import static dev.mintmark.gate.judge.Exhibits.pastDeadline;
import static dev.mintmark.gate.judge.Exhibits.side;
import static dev.mintmark.gate.judge.Exhibits.sketch;
import static dev.mintmark.gate.judge.Exhibits.texts;
import static dev.mintmark.gate.judge.Exhibits.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Missing data never passes. */
class MissingDataTest {
  static Stream<Arguments> missing() {
    byte[] none = new byte[0];
    return Stream.of(
        row("all canaries silent", CANARY, Exhibits::silent, "30 of 30 of cpu-amd64 (30 silent)"),
        row("eleven canaries silent", first(11, CANARY), Exhibits::silent, "11 silent"),
        row("the baseline silent", BASELINE, Exhibits::silent, "baseline devices can be judged"),
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
    Evidence evidence = with(GOOD, first(11, CANARY), Exhibits::silent);
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
    Evidence lost = with(evidence, first(30, CANARY), Exhibits::silent);

    Verdict verdict = judge(lost);
    assertThat(verdict.outcome()).isInstanceOf(Outcome.Hold.class);
    assertThat(texts(verdict))
        .contains(
            "30 of 120 canaries that sent data before the change are missing after it, of"
                + " the baseline 0 of 120");
    Evidence both = with(lost, first(30, BASELINE), Exhibits::silent);
    assertThat(judge(both).outcome()).as("a bad day for all").isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void aFirstReleaseThatLosesManyCanariesIsHeld() {
    Evidence lost = firstRelease(with(GOOD, first(7, CANARY), Exhibits::silent));

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
}
