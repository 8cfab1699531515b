package dev.mintmark.canary.rollout;

import dev.mintmark.canary.CanaryConfig;
import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.database.Migration;
import dev.mintmark.canary.evidence.SummaryLog;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.outbox.Leadership;
import dev.mintmark.canary.state.ClosedState;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.kit.run.Work;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Moves open rollouts on, one step at a time. All that it knows is in the database and the log, so
 * killed at any moment it goes on from there; while either is away it takes no step at all.
 */
@Singleton
class Engine implements Work {
  private static final Logger LOG = Logger.getLogger(Engine.class);

  private final Leadership leadership;
  private final Migration migration;
  private final Database database;
  private final Rollouts rollouts;
  private final Steps steps;
  private final Fleet fleet;
  private final SummaryLog log;
  private final Gate gate;
  private final CanaryConfig config;
  private final Map<String, Watch> watched = new HashMap<>();

  Engine(
      Leadership leadership,
      Migration migration,
      Database database,
      Rollouts rollouts,
      Steps steps,
      Fleet fleet,
      SummaryLog log,
      Gate gate,
      CanaryConfig config) {
    this.leadership = leadership;
    this.migration = migration;
    this.database = database;
    this.rollouts = rollouts;
    this.steps = steps;
    this.fleet = fleet;
    this.log = log;
    this.gate = gate;
    this.config = config;
  }

  @Override
  public void run(Control control) throws Exception {
    migration.ensure();
    try {
      leadership.lead(
          control,
          () -> {
            round();
            control.ready();
            control.pause(config.tick());
          });
    } finally {
      watched.values().forEach(Watch::close);
      watched.clear();
    }
  }

  /** One failing rollout does not keep the others from going on; the round fails all the same. */
  private void round() {
    List<RolloutRow> open = database.run(rollouts::open);
    watched
        .entrySet()
        .removeIf(e -> {
          boolean closed = open.stream().noneMatch(row -> row.id.equals(e.getKey()));
          if (closed) {
            e.getValue().close();
          }
          return closed;
        });
    RuntimeException failure = null;
    for (RolloutRow row : open) {
      try {
        advance(row);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void advance(RolloutRow row) {
    Watch watch = watched.computeIfAbsent(row.id, id -> watch(row));
    Instant now = rollouts.now();
    if (row.state() instanceof OpenState state) {
      watch.reader().read(watch.course().retention(state, now));
    }
    next(row, watch, now).ifPresent(change -> take(row, change));
  }

  private Watch watch(RolloutRow row) {
    List<Member> devices = database.run(session -> rollouts.devices(session, row.id));
    Map<Integer, Long> begin = database.run(session -> rollouts.evidenceBegin(session, row.id));
    Policy policy = Policy.parse(row.policy);
    return new Watch(
        policy,
        new Course(
            row.release(),
            row.baseline(),
            policy,
            Cohorts.plan(row.id, devices, policy.percents()),
            config.settle()),
        log.read(begin, devices.stream().map(Member::device).collect(Collectors.toSet())));
  }

  private Optional<Change> next(RolloutRow row, Watch watch, Instant now) {
    Course course = watch.course();
    return switch (row.state()) {
      case Planned state -> course.planned(state, now);
      case Deploying state -> course.deploying(state, standing(row), now);
      case Soaking state -> soaking(row, state, watch, now);
      case RollingBack state -> course.rollingBack(state, standing(row), now);
      case AwaitingApproval state -> Optional.empty();
      case Held state -> Optional.empty();
      case Paused state -> Optional.empty();
      case ClosedState state -> Optional.empty();
    };
  }

  private Optional<Change> soaking(RolloutRow row, Soaking state, Watch watch, Instant now) {
    OptionalInt due = watch.course().lookDue(state, now);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        gate.judge(
            watch, state, watch.course().look(state, due.getAsInt(), standing(row), now), now));
  }

  private List<DeviceStanding> standing(RolloutRow row) {
    return database.run(session -> fleet.standing(session, row.id));
  }

  private void take(RolloutRow seen, Change change) {
    boolean taken =
        steps.take(
            seen.id,
            // An operator, or another engine, was faster: what was decided is of the past.
            row -> row.sequence == seen.sequence ? Optional.of(change) : Optional.empty());
    if (taken) {
      LOG.infof(
          "rollout changed rollout=%s from=%s to=%s stage=%d reason=%s",
          seen.id, seen.phase, change.to().phase(), change.to().stage(), change.reason());
    }
  }
}
