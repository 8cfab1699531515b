package dev.mintmark.canary.rollout;

import dev.mintmark.canary.evidence.Look;
import dev.mintmark.canary.evidence.Retention;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.canary.rollout.Change.Judged;
import dev.mintmark.canary.state.Looks;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.canary.state.Patience;
import dev.mintmark.canary.state.RolloutState;
import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.policy.Stage;
import dev.mintmark.gate.policy.Stage.Approval;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which step an open rollout takes next. Pure: no clock, no database, no log. What devices are
 * given time for is compared with how long they could be heard ({@link Patience}), not with how
 * late it is: nobody is silent while nobody listens.
 */
final class Course {
  private static final int LONGEST_REASON = 1000;

  private final ReleaseRef release;
  private final Optional<ReleaseRef> baseline;
  private final Policy policy;
  private final Plan plan;
  private final Duration settle;

  Course(
      ReleaseRef release,
      Optional<ReleaseRef> baseline,
      Policy policy,
      Plan plan,
      Duration settle) {
    this.release = release;
    this.baseline = baseline;
    this.policy = policy;
    this.plan = plan;
    this.settle = settle;
  }

  /** The next step, if its time has come. */
  Optional<Change> planned(Planned state, Duration waited, Instant now) {
    // Telemetry of a class begins with its rollout: what devices run now must first be measured.
    Duration measured = baseline.isPresent() ? policy.stages().getFirst().soak() : Duration.ZERO;
    if (waited.compareTo(measured) < 0) {
      return Optional.empty();
    }
    return Optional.of(Change.to(waits(0) ? state.awaitApproval() : state.deploy(now)));
  }

  /** Goes on to the soak once every device of the stage has spoken, or had the time to. */
  Optional<Change> deploying(
      Deploying state, List<DeviceStanding> standing, Duration waited, Instant now) {
    List<String> canaries = plan.added(state.stage()).stream().map(Member::device).toList();
    long silent = silent(canaries, standing);
    if (silent == 0) {
      return Optional.of(Change.to(state.settle(now)));
    }
    if (waited.compareTo(settle) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        Change.because(
            state.settle(now),
            "CAN-065",
            "%d of %d devices of the stage did not report within %s"
                .formatted(silent, canaries.size(), settle)));
  }

  /** The look that is due, if one is. */
  OptionalInt lookDue(Soaking state, Instant now) {
    return looks(state.stage()).due(state, now);
  }

  /** What to judge. */
  Look look(
      Soaking state, int number, List<DeviceStanding> standing, Duration waited, Instant now) {
    Looks looks = looks(state.stage());
    return new Look(
        release.id(),
        Digest.parse(release.index()),
        baseline.map(b -> Digest.parse(b.index())).orElse(null),
        policy.digest(),
        plan,
        state.stage(),
        number,
        looks.isLast(number),
        looks.isPastDeadline(waited),
        before(state.stage(), state.ordered()),
        after(state.settled(), now),
        standing);
  }

  /** The step that a verdict makes. */
  Change judged(Soaking state, Judged judged, Outcome outcome, Instant now) {
    String reason = reason(outcome.reasons());
    String code = outcome.reasons().isEmpty() ? null : outcome.reasons().getFirst().code();
    return new Change(
        switch (outcome) {
          case Outcome.Promote promote -> promoted(state, now);
          case Outcome.Hold hold -> state.looked(judged.look());
          case Outcome.RollBack back -> state.rollBack(now);
          case Outcome.Inconclusive inconclusive -> state.hold(judged.look());
        },
        code,
        reason.isEmpty() ? null : reason,
        judged);
  }

  private RolloutState promoted(Soaking state, Instant now) {
    int next = state.stage() + 1;
    if (next == policy.stages().size()) {
      return state.promote();
    }
    return waits(next) ? state.awaitApprovalOfNext() : state.deployNext(now);
  }

  /** Ends once every device that was sent back runs the baseline, or had the time to. */
  Optional<Change> rollingBack(RollingBack state, List<DeviceStanding> standing, Duration waited) {
    if (baseline.isEmpty()) {
      return Optional.of(
          Change.because(
              state.rolledBack(),
              "CAN-067",
              "there is no release to go back to: %d devices stay as they are"
                  .formatted(standing.size())));
    }
    String index = baseline.get().index();
    long missing =
        standing.stream()
            .filter(s -> !(s.orderedIndex().equals(index) && s.runsItsOrder()))
            .count();
    if (missing == 0) {
      return Optional.of(Change.to(state.rolledBack()));
    }
    if (waited.compareTo(settle) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        Change.because(
            state.rolledBack(),
            "CAN-066",
            "%d of %d devices did not report that they run %s again within %s"
                .formatted(missing, standing.size(), baseline.get().id(), settle)));
  }

  /** What any evidence to come may ask for. */
  Retention retention(OpenState state, Instant now) {
    Duration longest =
        policy.stages().stream().map(Stage::soak).max(Duration::compareTo).orElseThrow();
    // The orders of a later stage are still to come: what it calls before lies after this.
    return new Retention(now.minus(longest).toEpochMilli(), summed(state, now));
  }

  /** The windows of the stage that is under way. */
  private List<Window> summed(OpenState state, Instant now) {
    return switch (state) {
      case Deploying s -> List.of(before(s.stage(), s.ordered()));
      case Soaking s -> List.of(before(s.stage(), s.ordered()), after(s.settled(), now));
      case Held s -> List.of(before(s.stage(), s.ordered()), after(s.settled(), now));
      case Paused s -> summed(s.was(), now);
      case Planned s -> List.of();
      case AwaitingApproval s -> List.of();
      case RollingBack s -> List.of();
    };
  }

  private Window before(int stage, Instant ordered) {
    return new Window(ordered.minus(stage(stage).soak()).toEpochMilli(), ordered.toEpochMilli());
  }

  private static Window after(Instant settled, Instant now) {
    Instant end = now.isBefore(settled) ? settled : now;
    return new Window(settled.toEpochMilli(), end.toEpochMilli());
  }

  private static long silent(List<String> devices, List<DeviceStanding> standing) {
    Map<String, DeviceStanding> byDevice = new HashMap<>();
    standing.forEach(s -> byDevice.put(s.device(), s));
    return devices.stream().filter(device -> !hasEnded(byDevice.get(device))).count();
  }

  private static boolean hasEnded(@Nullable DeviceStanding device) {
    if (device == null || device.kind() == null) {
      return false;
    }
    return device.kind() == ReportKind.RUNNING ? device.runsItsOrder() : device.kind().isFinal();
  }

  private boolean waits(int stage) {
    return stage(stage).approval() == Approval.MANUAL;
  }

  private Stage stage(int stage) {
    return policy.stages().get(stage);
  }

  private Looks looks(int stage) {
    return new Looks(stage(stage).soak(), policy.gate().looks(), policy.deadline());
  }

  private static String reason(List<Reason> reasons) {
    String text = reasons.stream().map(Reason::text).collect(Collectors.joining("; "));
    return text.substring(0, Math.min(text.length(), LONGEST_REASON));
  }
}
