package dev.mintmark.gate.judge;

import static dev.mintmark.gate.judge.Exhibits.CANARY;
import static dev.mintmark.gate.judge.Exhibits.GOOD;
import static dev.mintmark.gate.judge.Exhibits.after;
import static dev.mintmark.gate.judge.Exhibits.at;
import static dev.mintmark.gate.judge.Exhibits.codes;
import static dev.mintmark.gate.judge.Exhibits.first;
import static dev.mintmark.gate.judge.Exhibits.firstRelease;
import static dev.mintmark.gate.judge.Exhibits.judge;
import static dev.mintmark.gate.judge.Exhibits.last;
import static dev.mintmark.gate.judge.Exhibits.side;
import static dev.mintmark.gate.judge.Exhibits.sketch;
import static dev.mintmark.gate.judge.Exhibits.smoke;
import static dev.mintmark.gate.judge.Exhibits.texts;
import static dev.mintmark.gate.judge.Exhibits.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Verdict;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gate rolls back. */
class HarmTest {
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
  void harmIsToldInPlainNumbers() {
    assertThat(texts(judge(last(new Scenario(30, 10, 100, 0.25, 0, 0)))))
        .containsPattern(
            "the latency-p99 of the canaries rose by 2\\d\\.\\d % more than that of the baseline"
                + " \\(medians; z \\d+\\.\\d{3}, threshold 2\\.878\\)");
  }

  /** Break test: a gate that counts requests instead of devices turns this red. */
  @Test
  void aFewBusyDevicesDoNotSpeakForTheOthers() {
    UnaryOperator<DeviceEvidence> busyAndSlow =
        d -> after(d, side(100_000, 0, d.after().cpuPermilleSum(), sketch(60_000, 100_000)));

    Verdict verdict = judge(with(GOOD, first(3, CANARY), busyAndSlow));

    assertThat(verdict.outcome()).as(texts(verdict)).isInstanceOf(Outcome.Promote.class);
    assertThat(verdict.comparisons()).allMatch(c -> c.canaries() == 60 && c.baselines() == 60);
  }
}
