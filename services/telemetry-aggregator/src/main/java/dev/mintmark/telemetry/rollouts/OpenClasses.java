package dev.mintmark.telemetry.rollouts;

import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutState;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Device classes that a rollout names which has not ended: their devices' own sums are evidence.
 * One thread changes it, all may ask.
 */
@Singleton
public final class OpenClasses {
  private final Map<String, Standing> rollouts = new HashMap<>();
  private volatile Set<String> open = Set.of();
  private volatile boolean current;

  /** Where a rollout stands. */
  private record Standing(int sequence, boolean open, List<String> classes) {}

  OpenClasses() {}

  /** Takes a change; one that is older than what is known, or known, changes nothing. */
  void apply(RolloutChanged change) {
    Standing known = rollouts.get(change.getRollout());
    if (known != null && known.sequence() >= change.getSequence()) {
      return;
    }
    rollouts.put(
        change.getRollout(),
        new Standing(
            change.getSequence(), isOpen(change.getTo()), List.copyOf(change.getClasses())));
    open =
        rollouts.values().stream()
            .filter(Standing::open)
            .map(Standing::classes)
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** A state that this version does not know may still want evidence. */
  private static boolean isOpen(RolloutState state) {
    return switch (state) {
      case UNKNOWN, PLANNED, DEPLOYING, SOAKING, AWAITING_APPROVAL, HELD, PAUSED, ROLLING_BACK ->
          true;
      case PROMOTED, ROLLED_BACK, ABORTED -> false;
    };
  }

  /** Every change that was there at the start is taken. */
  void caughtUp() {
    current = true;
  }

  /** Whether it knows enough to be asked. */
  public boolean isCurrent() {
    return current;
  }

  /** Whether a rollout that names the class is open. */
  public boolean contains(String deviceClass) {
    return open.contains(deviceClass);
  }
}
