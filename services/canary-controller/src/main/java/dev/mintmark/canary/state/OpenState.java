package dev.mintmark.canary.state;

import dev.mintmark.canary.state.ClosedState.Aborted;
import dev.mintmark.canary.state.ClosedState.Promoted;
import dev.mintmark.canary.state.ClosedState.RolledBack;
import java.time.Instant;
import java.util.Optional;

/** Something may still happen. */
public sealed interface OpenState extends RolloutState {

  default Aborted abort() {
    return new Aborted(stage());
  }

  /** When began what its devices are waited for; nothing where an operator is waited for. */
  default Optional<Instant> waitsSince() {
    return Optional.empty();
  }

  /** May be paused; going on again leads back to the very same state. */
  sealed interface Pausable extends OpenState {
    default Paused pause() {
      return new Paused(this);
    }
  }

  /** May have reached devices, which can be sent back. */
  sealed interface Reversible extends OpenState {
    default RollingBack rollBack(Instant now) {
      return new RollingBack(stage(), now);
    }
  }

  /** Its first stage has not begun; what devices run now is being measured. */
  record Planned(Instant opened) implements Pausable {
    @Override
    public Phase phase() {
      return Phase.PLANNED;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return Optional.of(opened);
    }

    @Override
    public int stage() {
      return 0;
    }

    public AwaitingApproval awaitApproval() {
      return new AwaitingApproval(0);
    }

    public Deploying deploy(Instant now) {
      return new Deploying(0, now);
    }
  }

  /** The stage begins when an operator says so. */
  record AwaitingApproval(int stage) implements Pausable, Reversible {
    @Override
    public Phase phase() {
      return Phase.AWAITING_APPROVAL;
    }

    public Deploying deploy(Instant now) {
      return new Deploying(stage, now);
    }
  }

  /**
   * The stage's devices take what they were ordered to run.
   *
   * @param ordered when they were
   */
  record Deploying(int stage, Instant ordered) implements Pausable, Reversible {
    @Override
    public Phase phase() {
      return Phase.DEPLOYING;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return Optional.of(ordered);
    }

    public Soaking settle(Instant now) {
      return new Soaking(stage, ordered, now, 0);
    }
  }

  /**
   * Evidence is gathered and looked at.
   *
   * @param settled when the last device reported, or was given up
   * @param looks number of the last look, 0 before the first
   */
  record Soaking(int stage, Instant ordered, Instant settled, int looks)
      implements Pausable, Reversible {
    @Override
    public Phase phase() {
      return Phase.SOAKING;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return Optional.of(ordered);
    }

    public Soaking looked(int look) {
      return new Soaking(stage, ordered, settled, look);
    }

    public Deploying deployNext(Instant now) {
      return new Deploying(stage + 1, now);
    }

    public AwaitingApproval awaitApprovalOfNext() {
      return new AwaitingApproval(stage + 1);
    }

    public Promoted promote() {
      return new Promoted(stage);
    }

    public Held hold(int look) {
      return new Held(stage, ordered, settled, look);
    }
  }

  /** The evidence decided nothing in time: an operator must. */
  record Held(int stage, Instant ordered, Instant settled, int looks)
      implements Pausable, Reversible {
    @Override
    public Phase phase() {
      return Phase.HELD;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return Optional.of(ordered);
    }

    public Soaking judgeAgain() {
      return new Soaking(stage, ordered, settled, looks);
    }
  }

  /** Nothing is ordered and nothing judged until it goes on. */
  record Paused(Pausable was) implements Reversible {
    @Override
    public Phase phase() {
      return Phase.PAUSED;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return was.waitsSince();
    }

    @Override
    public int stage() {
      return was.stage();
    }

    public Pausable resume() {
      return was;
    }
  }

  /**
   * Its devices go back.
   *
   * @param ordered when they were told to
   */
  record RollingBack(int stage, Instant ordered) implements OpenState {
    @Override
    public Phase phase() {
      return Phase.ROLLING_BACK;
    }

    @Override
    public Optional<Instant> waitsSince() {
      return Optional.of(ordered);
    }

    public RolledBack rolledBack() {
      return new RolledBack(stage);
    }
  }
}
