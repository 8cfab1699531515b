package dev.mintmark.gate.judge;

import static dev.mintmark.gate.judge.Exhibits.GOOD;
import static dev.mintmark.gate.judge.Exhibits.POLICY;
import static dev.mintmark.gate.judge.Exhibits.YAML;
import static dev.mintmark.gate.judge.Exhibits.at;
import static dev.mintmark.gate.judge.Exhibits.judge;
import static dev.mintmark.gate.judge.Exhibits.with;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.InvalidEvidenceException;
import dev.mintmark.gate.study.Policies;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import dev.mintmark.gate.verdict.Outcome;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Evidence that is swapped, foreign or forged, and the same again. */
class ForeignEvidenceTest {
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
    String text = new String(stored, US_ASCII);
    byte[] forged = text.replace("PROMOTE", "HOLD").getBytes(US_ASCII);

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
