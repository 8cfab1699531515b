package dev.mintmark.gate.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A small version of the study; the large one is {@link GateStudy#main}. */
class GateStudyTest {
  private static final int ROLLOUTS = 100;
  private static final int INFERENCES = 100;

  @Test
  void countingRequestsAsUnitsAlarmsOnNothingWhileTheGateDoesNot() {
    GateStudy.Row nothing = GateStudy.run(ROLLOUTS, INFERENCES, 0);

    assertThat(nothing.oneLook()).isLessThan(3);
    assertThat(nothing.fiveLooks()).isLessThan(3);
    assertThat(nothing.promoted()).isGreaterThan(97);
    assertThat(nothing.requests()).as("request-level counting").isGreaterThan(20);
  }

  @Test
  void findsAReleaseThatIsAQuarterSlower() {
    GateStudy.Row slower = GateStudy.run(ROLLOUTS, INFERENCES, 0.25);

    assertThat(slower.oneLook()).isGreaterThan(90);
    assertThat(slower.fiveLooks()).isGreaterThan(90);
    assertThat(slower.promoted()).isLessThan(10);
  }
}
