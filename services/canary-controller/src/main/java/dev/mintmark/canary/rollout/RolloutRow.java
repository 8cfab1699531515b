package dev.mintmark.canary.rollout;

import dev.mintmark.canary.state.ClosedState.Aborted;
import dev.mintmark.canary.state.ClosedState.Promoted;
import dev.mintmark.canary.state.ClosedState.RolledBack;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Pausable;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.canary.state.OpenState.Soaking;
import dev.mintmark.canary.state.Phase;
import dev.mintmark.canary.state.RolloutState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One rollout: one row of {@code rollout}. */
@Entity
@Table(name = "rollout")
class RolloutRow {
  @Id String id = "";
  String name = "";
  String version = "";
  int number;
  String repository = "";
  String tag = "";

  @Column(name = "index_digest")
  String index = "";

  @Column(name = "baseline_version")
  @Nullable String baselineVersion;

  @Column(name = "baseline_repository")
  @Nullable String baselineRepository;

  @Column(name = "baseline_tag")
  @Nullable String baselineTag;

  @Column(name = "baseline_index")
  @Nullable String baselineIndex;

  @Column(name = "policy_digest")
  String policyDigest = "";

  byte[] policy = {};
  String classes = "";
  int devices;

  @Column(name = "opened_at")
  Instant openedAt = Instant.EPOCH;

  int sequence;

  @Enumerated(EnumType.STRING)
  @Column(name = "state", columnDefinition = "text")
  Phase phase = Phase.UNKNOWN;

  boolean open = true;
  int stage;

  @Enumerated(EnumType.STRING)
  @Column(name = "paused_from", columnDefinition = "text")
  @Nullable Phase pausedFrom;

  @Column(name = "ordered_at")
  @Nullable Instant orderedAt;

  @Column(name = "settled_at")
  @Nullable Instant settledAt;

  int looks;

  /** For Hibernate. */
  protected RolloutRow() {}

  /** A rollout before its first change. */
  RolloutRow(String id, int number, ReleaseRef release, Optional<ReleaseRef> baseline) {
    this.id = id;
    this.number = number;
    this.name = release.name();
    this.version = release.version();
    this.repository = release.repository();
    this.tag = release.tag();
    this.index = release.index();
    baseline.ifPresent(b -> {
      this.baselineVersion = b.version();
      this.baselineRepository = b.repository();
      this.baselineTag = b.tag();
      this.baselineIndex = b.index();
    });
  }

  ReleaseRef release() {
    return new ReleaseRef(name, version, repository, tag, index);
  }

  /** The release that its canaries are compared with and go back to; empty for a first one. */
  Optional<ReleaseRef> baseline() {
    if (baselineVersion == null
        || baselineRepository == null
        || baselineTag == null
        || baselineIndex == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ReleaseRef(name, baselineVersion, baselineRepository, baselineTag, baselineIndex));
  }

  List<String> classes() {
    return List.of(classes.split(","));
  }

  RolloutState state() {
    return switch (phase) {
      case PROMOTED -> new Promoted(stage);
      case ROLLED_BACK -> new RolledBack(stage);
      case ABORTED -> new Aborted(stage);
      case ROLLING_BACK -> new RollingBack(stage, at(orderedAt));
      case PAUSED -> new Paused(pausable(pausedFrom == null ? Phase.UNKNOWN : pausedFrom));
      case UNKNOWN, PLANNED, AWAITING_APPROVAL, DEPLOYING, SOAKING, HELD -> pausable(phase);
    };
  }

  private Pausable pausable(Phase of) {
    return switch (of) {
      case PLANNED -> new Planned(openedAt);
      case AWAITING_APPROVAL -> new AwaitingApproval(stage);
      case DEPLOYING -> new Deploying(stage, at(orderedAt));
      case SOAKING -> new Soaking(stage, at(orderedAt), at(settledAt), looks);
      case HELD -> new Held(stage, at(orderedAt), at(settledAt), looks);
      case UNKNOWN, PAUSED, PROMOTED, ROLLING_BACK, ROLLED_BACK, ABORTED ->
          throw new IllegalStateException("rollout " + id + " has the state " + of);
    };
  }

  private Instant at(@Nullable Instant time) {
    if (time == null) {
      throw new IllegalStateException("rollout " + id + " in " + phase + " has no time of it");
    }
    return time;
  }

  /** Goes to that state; which ones it may go to is the states' business. */
  void move(RolloutState to) {
    sequence++;
    phase = to.phase();
    open = to instanceof OpenState;
    stage = to.stage();
    pausedFrom = to instanceof Paused paused ? paused.was().phase() : null;
    switch (to) {
      case Deploying deploying -> times(deploying.ordered(), null, 0);
      case Soaking soaking -> times(soaking.ordered(), soaking.settled(), soaking.looks());
      case Held held -> times(held.ordered(), held.settled(), held.looks());
      case RollingBack back -> times(back.ordered(), null, 0);
      case AwaitingApproval waiting -> times(null, null, 0);
      // What was stays, for resuming and for people.
      case Planned p -> {}
      case Paused p -> {}
      case Promoted p -> {}
      case RolledBack p -> {}
      case Aborted p -> {}
    }
  }

  private void times(@Nullable Instant ordered, @Nullable Instant settled, int look) {
    orderedAt = ordered;
    settledAt = settled;
    looks = look;
  }
}
