package dev.mintmark.canary.state;

/** No step leads on from here. */
public sealed interface ClosedState extends RolloutState {

  /** Every device has the release. */
  record Promoted(int stage) implements ClosedState {
    @Override
    public Phase phase() {
      return Phase.PROMOTED;
    }
  }

  /** The devices that it reached were sent back. */
  record RolledBack(int stage) implements ClosedState {
    @Override
    public Phase phase() {
      return Phase.ROLLED_BACK;
    }
  }

  /** Ended by an operator: devices stay as they are. */
  record Aborted(int stage) implements ClosedState {
    @Override
    public Phase phase() {
      return Phase.ABORTED;
    }
  }
}
