package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.canary.evidence.Look;
import dev.mintmark.canary.evidence.Retention;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.canary.rollout.Change.Judged;
import dev.mintmark.canary.state.ClosedState.Promoted;
import dev.mintmark.canary.state.ClosedState.RolledBack;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.canary.state.RolloutState;
import dev.mintmark.content.Artifact;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final ReleaseRef RELEASE =
      new ReleaseRef("r", "v1.0.1", "vision/r", "v1.0.1", TestFleet.index("new"));
  private static final ReleaseRef BASELINE =
      new ReleaseRef("r", "v1.0.0", "vision/r", "v1.0.0", TestFleet.index("old"));
  private static final Plan PLAN =
      Cohorts.plan(
          "r-v1.0.1-1",
          IntStream.range(0, 8).mapToObj(i -> new Member("d" + i, "c")).toList(),
          policy("automatic").percents());
  private static final Judged JUDGED =
      new Judged(
          2,
          "PROMOTE",
          Artifact.of(new byte[0], "application/json"),
          Artifact.of(new byte[0], "application/json"),
          List.of());

  private static Policy policy(String approval) {
    return Policy.parse(Policies.of(approval, "25s", 10).getBytes(UTF_8));
  }

  private static Course course(Optional<ReleaseRef> baseline, String approval) {
    return new Course(RELEASE, baseline, policy(approval), PLAN, SETTLE);
  }

  private static Course course() {
    return course(Optional.of(BASELINE), "automatic");
  }

  private static Optional<RolloutState> to(Optional<Change> change) {
    return change.map(Change::to);
  }

  private static List<DeviceStanding> all(ReportKind kind, ReleaseRef ordered, String reported) {
    return PLAN.added(0).stream()
        .map(m -> new DeviceStanding(m.device(), ordered.index(), kind, reported))
        .toList();
  }

  @Test
  void measuresTheBaselineForASoakBeforeTheFirstOrder() {
    Planned state = new Planned(T);
    assertThat(course().planned(state, Duration.ofMillis(2_999), T.plusMillis(2_999))).isEmpty();
    Instant due = T.plusSeconds(3);
    assertThat(to(course().planned(state, Duration.ofSeconds(3), due)))
        .contains(new Deploying(0, due));
  }

  @Test
  void noStepIsTakenForTimeInWhichNobodyWasHeard() {
    Instant late = T.plus(Duration.ofDays(1));
    Duration moment = Duration.ofSeconds(1);
    assertThat(course().planned(new Planned(T), moment, late)).isEmpty();
    assertThat(course().deploying(new Deploying(0, T), List.of(), moment, late)).isEmpty();
    assertThat(
            course()
                .rollingBack(
                    new RollingBack(0, T),
                    all(ReportKind.RUNNING, RELEASE, RELEASE.index()),
                    moment))
        .isEmpty();
    assertThat(course().look(new Soaking(0, T, T, 0), 1, List.of(), moment, late).isPastDeadline())
        .isFalse();
  }

  @Test
  void aFirstReleaseHasNothingToMeasure() {
    assertThat(to(course(Optional.empty(), "automatic").planned(new Planned(T), Duration.ZERO, T)))
        .contains(new Deploying(0, T));
  }

  @Test
  void aManualStageWaitsForItsApproval() {
    assertThat(to(course(Optional.empty(), "manual").planned(new Planned(T), Duration.ZERO, T)))
        .contains(new AwaitingApproval(0));
  }

  @Test
  void settlesWhenEveryDeviceOfTheStageHasSaidHowItEnded() {
    Deploying state = new Deploying(0, T);
    assertThat(course().deploying(state, List.of(), Duration.ofSeconds(1), T.plusSeconds(1)))
        .isEmpty();
    assertThat(
            course()
                .deploying(
                    state,
                    all(ReportKind.SMOKE_PASSED, RELEASE, RELEASE.index()),
                    Duration.ofSeconds(1),
                    T.plusSeconds(1)))
        .isEmpty();
    for (ReportKind end :
        List.of(ReportKind.RUNNING, ReportKind.SMOKE_FAILED, ReportKind.REFUSED)) {
      assertThat(
              to(
                  course()
                      .deploying(
                          state,
                          all(end, RELEASE, RELEASE.index()),
                          Duration.ofSeconds(1),
                          T.plusSeconds(1))))
          .contains(new Soaking(0, T, T.plusSeconds(1), 0));
    }
  }

  @Test
  void doesNotBelieveADeviceThatRunsSomethingElse() {
    assertThat(
            course()
                .deploying(
                    new Deploying(0, T),
                    all(ReportKind.RUNNING, RELEASE, BASELINE.index()),
                    Duration.ofSeconds(1),
                    T.plusSeconds(1)))
        .isEmpty();
  }

  @Test
  void givesUpWaitingAndSaysForHowMany() {
    Change change =
        course().deploying(new Deploying(0, T), List.of(), SETTLE, T.plus(SETTLE)).orElseThrow();
    assertThat(change.to()).isEqualTo(new Soaking(0, T, T.plus(SETTLE), 0));
    assertThat(change.code()).isEqualTo("CAN-065");
    assertThat(change.reason()).contains("2 of 2");
  }

  @Test
  void looksAtASoakBeforeTheOrdersAndAtAllSinceTheDevicesSettled() {
    Soaking state = new Soaking(0, T, T.plusSeconds(7), 0);
    var look = course().look(state, 2, List.of(), Duration.ofSeconds(10), T.plusSeconds(10));
    assertThat(look.before())
        .isEqualTo(new Window(T.minusSeconds(3).toEpochMilli(), T.toEpochMilli()));
    assertThat(look.after())
        .isEqualTo(new Window(T.plusSeconds(7).toEpochMilli(), T.plusSeconds(10).toEpochMilli()));
    assertThat(look.isLast()).isTrue();
    assertThat(look.isPastDeadline()).isFalse();
    assertThat(
            course()
                .look(state, 1, List.of(), Duration.ofSeconds(25), T.plusSeconds(25))
                .isPastDeadline())
        .isTrue();
  }

  @Test
  void everyOutcomeHasItsStep() {
    List<Reason> why = List.of(new Reason("GAT-101", null, "12 are missing"));
    Soaking first = new Soaking(0, T, T, 1);
    Soaking last = new Soaking(1, T, T, 1);
    Instant now = T.plusSeconds(3);
    assertThat(course().judged(first, JUDGED, new Outcome.Promote(List.of()), now).to())
        .isEqualTo(new Deploying(1, now));
    assertThat(course().judged(last, JUDGED, new Outcome.Promote(List.of()), now).to())
        .isEqualTo(new Promoted(1));
    assertThat(course().judged(first, JUDGED, new Outcome.Hold(why), now).to())
        .isEqualTo(new Soaking(0, T, T, 2));
    assertThat(course().judged(first, JUDGED, new Outcome.RollBack(why), now).to())
        .isEqualTo(new RollingBack(0, now));
    Change held = course().judged(first, JUDGED, new Outcome.Inconclusive(why), now);
    assertThat(held.to()).isEqualTo(new Held(0, T, T, 2));
    assertThat(held.code()).isEqualTo("GAT-101");
    assertThat(held.reason()).isEqualTo("12 are missing");
  }

  @Test
  void isRolledBackOnceEveryDeviceRunsTheBaselineAgain() {
    RollingBack state = new RollingBack(0, T);
    assertThat(
            to(
                course()
                    .rollingBack(
                        state, all(ReportKind.RUNNING, BASELINE, BASELINE.index()), Duration.ZERO)))
        .contains(new RolledBack(0));
    assertThat(
            course()
                .rollingBack(
                    state, all(ReportKind.RUNNING, RELEASE, RELEASE.index()), Duration.ZERO))
        .isEmpty();
    assertThat(
            course()
                .rollingBack(
                    state, all(ReportKind.REFUSED, BASELINE, BASELINE.index()), Duration.ZERO))
        .isEmpty();
  }

  @Test
  void endsARollbackThatNotAllAnswerAndSaysHowMany() {
    Change change =
        course()
            .rollingBack(
                new RollingBack(0, T), all(ReportKind.REFUSED, BASELINE, BASELINE.index()), SETTLE)
            .orElseThrow();
    assertThat(change.to()).isEqualTo(new RolledBack(0));
    assertThat(change.code()).isEqualTo("CAN-066");
    assertThat(change.reason()).contains("2 of 2", "r:v1.0.0");
  }

  @Test
  void aFirstReleaseHasNothingToGoBackTo() {
    Change change =
        course(Optional.empty(), "automatic")
            .rollingBack(
                new RollingBack(0, T),
                all(ReportKind.RUNNING, RELEASE, RELEASE.index()),
                Duration.ZERO)
            .orElseThrow();
    assertThat(change.to()).isEqualTo(new RolledBack(0));
    assertThat(change.code()).isEqualTo("CAN-067");
  }

  @Test
  void keepsWhatAnyEvidenceToComeMayAskFor() {
    Instant now = T.plusSeconds(100);
    long apart = now.minusSeconds(3).toEpochMilli();
    Window before = new Window(T.minusSeconds(3).toEpochMilli(), T.toEpochMilli());
    Soaking soaking = new Soaking(0, T, T.plusSeconds(5), 0);
    Look look = course().look(soaking, 1, List.of(), Duration.ofSeconds(100), now);
    Retention both = new Retention(apart, List.of(before, look.after()));

    assertThat(look.before()).isEqualTo(before);
    assertThat(course().retention(soaking, now)).isEqualTo(both);
    assertThat(course().retention(soaking.hold(1), now)).isEqualTo(both);
    assertThat(course().retention(soaking.hold(1).pause(), now)).isEqualTo(both);
    assertThat(course().retention(new Deploying(0, T), now))
        .isEqualTo(new Retention(apart, List.of(before)));
    assertThat(course().retention(new AwaitingApproval(1), now))
        .isEqualTo(new Retention(apart, List.of()));
  }
}
