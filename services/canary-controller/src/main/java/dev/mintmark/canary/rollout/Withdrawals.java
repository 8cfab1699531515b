package dev.mintmark.canary.rollout;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.release.Releases;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.Reversible;
import dev.mintmark.canary.state.OpenState.RollingBack;
import dev.mintmark.kit.handoff.ReleaseId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends open rollouts of a release that was revoked: its devices go back to what they ran, unless
 * that was revoked as well.
 */
@Singleton
class Withdrawals {
  private static final String CODE = "CAN-068";

  private final Database database;
  private final Releases releases;
  private final Rollouts rollouts;

  Withdrawals(Database database, Releases releases, Rollouts rollouts) {
    this.database = database;
    this.releases = releases;
    this.rollouts = rollouts;
  }

  /** The step to take because of a revocation; empty where nothing is revoked. */
  Optional<Change> due(RolloutRow row, Instant now) {
    if (row.state() instanceof RollingBack || !(row.state() instanceof OpenState open)) {
      return Optional.empty();
    }
    return revoked(row.release())
        .map(reason ->
            row.state() instanceof Reversible state && !baselineIsRevoked(row)
                ? Change.because(state.rollBack(now), CODE, reason)
                : Change.because(open.abort(), CODE, reason));
  }

  /**
   * A decision to send devices back, unless what they would go back to was revoked: then they stay
   * as they are, and it takes another release to help them.
   */
  Change obeyed(RolloutRow row, Change change) {
    if (!(change.to() instanceof RollingBack)
        || !(row.state() instanceof OpenState open)
        || !baselineIsRevoked(row)) {
      return change;
    }
    return Change.because(
        open.abort(),
        CODE,
        "%s; the release before it was revoked, so devices stay: roll out another (%s)"
            .formatted(change.reason(), change.code()));
  }

  /**
   * Lets nobody send devices back to what was revoked.
   *
   * @throws RolloutRefused 409 CAN-069
   */
  void requireWayBack(String rollout) {
    Optional<RolloutRow> row = database.run(session -> rollouts.find(session, rollout));
    if (row.isPresent() && baselineIsRevoked(row.get())) {
      throw new RolloutRefused(
          409,
          "CAN-069",
          "rollout " + rollout,
          "the release before it, which its devices would go back to, was revoked",
          "roll out another release, or abort this rollout");
    }
  }

  private boolean baselineIsRevoked(RolloutRow row) {
    return row.baseline().flatMap(this::revoked).isPresent();
  }

  private Optional<String> revoked(ReleaseRef release) {
    return database.run(
        session -> releases.revocation(session, new ReleaseId(release.name(), release.version())));
  }
}
