package dev.mintmark.canary.rollout;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.inject.Singleton;

/**
 * Tells which rollouts have changed. A hint for those who wait, never a source: another instance's
 * changes are not in it.
 */
@Singleton
class ChangeNews {
  private final BroadcastProcessor<String> changed = BroadcastProcessor.create();

  void changed(String rollout) {
    changed.onNext(rollout);
  }

  /** Ids of rollouts that change from now on; does not end. */
  Multi<String> stream() {
    return changed;
  }
}
