package dev.mintmark.canary.state;

/** Where a rollout stands. Its steps are the rows of {@code rollout_transition}, one for one. */
public sealed interface RolloutState permits OpenState, ClosedState {

  Phase phase();

  /** The stage that it is in or will begin next, from 0. */
  int stage();
}
