package dev.mintmark.ingest.training;

import dev.mintmark.kit.handoff.ReleaseId;
import java.util.List;

/** Told when a training gave another model than before. */
@FunctionalInterface
public interface DriftAlarm {

  /**
   * @param earlier at least one
   */
  void raise(ReleaseId release, List<Drift> earlier);
}
