package dev.mintmark.gate.judge;

import static dev.mintmark.gate.judge.Exhibits.GOOD;
import static dev.mintmark.gate.judge.Exhibits.POLICY;
import static dev.mintmark.gate.judge.Exhibits.YAML;
import static dev.mintmark.gate.judge.Exhibits.at;
import static dev.mintmark.gate.judge.Exhibits.codes;
import static dev.mintmark.gate.judge.Exhibits.firstRelease;
import static dev.mintmark.gate.judge.Exhibits.judge;
import static dev.mintmark.gate.judge.Exhibits.last;
import static dev.mintmark.gate.judge.Exhibits.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.InvalidEvidenceException;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Verdict;
import org.junit.jupiter.api.Test;

/** What the gate lets pass. */
class PromotionTest {
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

  @Test
  void aReleaseThatIsFasterIsPromoted() {
    assertThat(judge(last(new Scenario(30, 10, 100, -0.5, 0, -0.5))).outcome())
        .isInstanceOf(Outcome.Promote.class);
  }

  @Test
  void judgesNoMoreDevicesOfAnArmThanThePolicySays() {
    byte[] yaml =
        new String(YAML, UTF_8)
            .replace("maximumDevices: 1000", "maximumDevices: 27")
            .getBytes(UTF_8);
    Policy few = Policy.parse(yaml);
    Evidence evidence = new SimulatedRollout(7, new Scenario(30, 10, 100, 0, 0, 0), few).lastLook();

    Verdict verdict = Judge.judge(few, evidence);
    assertThat(verdict.comparisons()).allMatch(c -> c.canaries() == 54 && c.baselines() == 54);
    assertThat(verdict.devices()).allMatch(t -> t.planned() == 27);
  }
}
