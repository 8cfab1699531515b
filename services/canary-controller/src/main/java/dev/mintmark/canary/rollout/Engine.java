package dev.mintmark.canary.rollout;

import dev.mintmark.canary.CanaryConfig;
import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.database.Migration;
import dev.mintmark.canary.evidence.Look;
import dev.mintmark.canary.evidence.SummaryLog;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.outbox.Leadership;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.canary.state.Patience;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.kit.run.Work;
import jakarta.inject.Singleton;
import java.time.Duration;
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
 * killed at any moment it goes on from there; while either is away it takes no step at all. Only
 * how long it has listened to devices is its own, and after a restart they have all their time
 * again.
 */
@Singleton
class Engine implements Work {
  private static final Logger LOG = Logger.getLogger(Engine.class);

  /** So many ticks after the round before, a round is late, and the engine was away meanwhile. */
  private static final int LATE_TICKS = 4;

  private final Leadership leadership;
  private final Migration migration;
  private final Database database;
  private final Rollouts rollouts;
  private final Steps steps;
  private final Fleet fleet;
  private final SummaryLog log;
  private final Gate gate;
  private final Withdrawals withdrawals;
  private final CanaryConfig config;
  private final Map<String, Watch> watched = new HashMap<>();

  /**
   * Outlives a failed round, so that a rollout whose rounds fail does not stop the others' time.
   */
  private final Map<String, Patience> patience = new HashMap<>();

  Engine(
      Leadership leadership,
      Migration migration,
      Database database,
      Rollouts rollouts,
      Steps steps,
      Fleet fleet,
      SummaryLog log,
      Gate gate,
      Withdrawals withdrawals,
      CanaryConfig config) {
    this.leadership = leadership;
    this.migration = migration;
    this.database = database;
    this.rollouts = rollouts;
    this.steps = steps;
    this.fleet = fleet;
    this.log = log;
    this.gate = gate;
    this.withdrawals = withdrawals;
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
    patience.keySet().retainAll(open.stream().map(row -> row.id).toList());
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
    Instant now = rollouts.now();
    Optional<Change> withdrawn = withdrawals.due(row, now);
    if (withdrawn.isPresent()) {
      take(row, withdrawn.get());
      return;
    }
    Watch watch = watched.computeIfAbsent(row.id, id -> watch(row));
    if (row.state() instanceof OpenState state) {
      watch.reader().read(watch.course().retention(state, now));
      Duration waited = waited(row, state, now);
      next(row, state, watch, waited, now)
          .map(change -> withdrawals.obeyed(row, change))
          .ifPresent(change -> take(row, change));
    }
  }

  /** How long the devices could be heard; no time at all before telemetry knows of the rollout. */
  private Duration waited(RolloutRow row, OpenState state, Instant now) {
    Optional<Instant> since = state.waitsSince();
    if (since.isEmpty() || (isMeasuring(state) && !isPublished(row))) {
      return Duration.ZERO;
    }
    return patience
        .computeIfAbsent(row.id, id -> new Patience(config.tick().multipliedBy(LATE_TICKS)))
        .round(since.get(), now);
  }

  private static boolean isMeasuring(OpenState state) {
    return state instanceof Planned || state instanceof Paused(Planned was);
  }

  private boolean isPublished(RolloutRow row) {
    return database.run(session -> rollouts.isPublished(session, row));
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

  private Optional<Change> next(
      RolloutRow row, OpenState open, Watch watch, Duration waited, Instant now) {
    Course course = watch.course();
    return switch (open) {
      case Planned state -> course.planned(state, waited, now);
      case Deploying state -> course.deploying(state, standing(row), waited, now);
      case Soaking state -> soaking(row, state, watch, waited, now);
      case RollingBack state -> course.rollingBack(state, standing(row), waited);
      case AwaitingApproval state -> Optional.empty();
      case Held state -> Optional.empty();
      case Paused state -> Optional.empty();
    };
  }

  private Optional<Change> soaking(
      RolloutRow row, Soaking state, Watch watch, Duration waited, Instant now) {
    OptionalInt due = watch.course().lookDue(state, now);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Look look = watch.course().look(state, due.getAsInt(), standing(row), waited, now);
    return Optional.of(gate.judge(watch, state, look, now));
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
