package dev.mintmark.sbom.release;

import dev.mintmark.content.Artifact;
import dev.mintmark.inputs.FaultyLineException;
import dev.mintmark.inputs.RequirementsLock;
import java.util.List;

/**
 * What the model was trained in.
 *
 * @param lock the lock file
 * @param requirements in the file's order; empty when the file is in a format that only its digest
 *     is known of
 */
public record Environment(Artifact lock, List<RequirementsLock.Requirement> requirements) {
  public Environment {
    requirements = List.copyOf(requirements);
  }

  /** Whether its packages are known one by one. */
  public boolean isItemised() {
    return !requirements.isEmpty();
  }

  static Environment of(Artifact lock, byte[] file) {
    try {
      return new Environment(lock, RequirementsLock.parse(file).requirements());
    } catch (FaultyLineException e) {
      return new Environment(lock, List.of());
    }
  }
}
