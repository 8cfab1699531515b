package dev.mintmark.canary.rollout;

import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.Desired.Reason;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.state.ClosedState.Promoted;
import dev.mintmark.canary.state.OpenState.Deploying;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.policy.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Steps that order devices to run something: the step and its orders are one transaction. */
@Singleton
class Orders {
  private final Rollouts rollouts;
  private final Fleet fleet;
  private final PromotedReleases promoted;

  Orders(Rollouts rollouts, Fleet fleet, PromotedReleases promoted) {
    this.rollouts = rollouts;
    this.fleet = fleet;
    this.promoted = promoted;
  }

  /** Deploys a stage; the devices that were ordered, to be woken after the commit. */
  private Uni<List<String>> deploy(
      Mutiny.Session session, RolloutRow row, Change change, Deploying deploying) {
    return rollouts
        .devices(session, row.id)
        .map(members ->
            Cohorts.plan(row.id, members, Policy.parse(row.policy).percents())
                .added(deploying.stage())
                .stream()
                .map(Member::device)
                .toList())
        .call(
            devices -> order(session, row, row.release().desired(Reason.ROLLOUT, row.id), devices))
        .call(() -> rollouts.change(session, row, change));
  }

  /**
   * Sends every device that the rollout reached back to the baseline, by digest; without one they
   * stay as they are.
   */
  private Uni<List<String>> rollBack(Mutiny.Session session, RolloutRow row, Change change) {
    Optional<ReleaseRef> baseline = row.baseline();
    Uni<List<String>> reached =
        baseline.isEmpty()
            ? Uni.createFrom().item(List.of())
            : fleet
                .standing(session, row.id)
                .map(all -> all.stream().map(DeviceStanding::device).toList());
    return reached
        .call(devices ->
            baseline
                .map(b -> order(session, row, b.desired(Reason.ROLLBACK, row.id), devices))
                .orElseGet(() -> Uni.createFrom().voidItem()))
        .call(() -> rollouts.change(session, row, change));
  }

  /** Gives the release to the devices that were enrolled too late for the rollout. */
  private Uni<List<String>> promote(Mutiny.Session session, RolloutRow row, Change change) {
    return promoted
        .latecomers(session, row)
        .call(
            devices -> order(session, row, row.release().desired(Reason.ROLLOUT, row.id), devices))
        .call(() -> rollouts.change(session, row, change));
  }

  /** Any step: with the orders that its state asks for. */
  Uni<List<String>> take(Mutiny.Session session, RolloutRow row, Change change) {
    // A rollout that goes on after a pause has given its orders before.
    if (change.to() instanceof Deploying deploying && !(row.state() instanceof Paused)) {
      return deploy(session, row, change, deploying);
    }
    if (change.to() instanceof RollingBack) {
      return rollBack(session, row, change);
    }
    if (change.to() instanceof Promoted) {
      return promote(session, row, change);
    }
    return rollouts.change(session, row, change).replaceWith(List.of());
  }

  private Uni<Void> order(
      Mutiny.Session session, RolloutRow row, Desired desired, List<String> devices) {
    return devices.isEmpty()
        ? Uni.createFrom().voidItem()
        : fleet.order(session, row.id, desired, devices);
  }
}
