package dev.mintmark.ledger.projection;

import dev.mintmark.kit.handoff.ReleaseId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which releases have new rows. A hint for those who wait, never a source: it is lost when
 * nobody listens, and another instance's rows are not in it.
 */
@Singleton
public class ProjectedReleases {
  private final BroadcastProcessor<Set<ReleaseId>> touched = BroadcastProcessor.create();

  void announce(Batch batch) {
    if (!batch.handOffs().isEmpty()) {
      touched.onNext(
          batch.handOffs().stream().map(h -> h.release()).collect(Collectors.toUnmodifiableSet()));
    }
  }

  /** The releases of each committed batch from now on; does not end. */
  public Multi<Set<ReleaseId>> stream() {
    return touched;
  }
}
