package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.Run;
import java.nio.file.Path;
import java.util.List;

/**
 * The places of rebuilds, as the ledger sees them from outside. A rebuild's steps reach nothing but
 * their own place, {@code rebuild/<run>/}, so they cannot copy what is recorded: whatever they read
 * is either laid out here as an input, or made by themselves.
 */
public final class RebuildArea {
  /** Where a run's inputs are, under its prefix. */
  static final String INPUTS = "inputs/";

  private static final int PAGE = 1000;

  private final S3Objects objects;
  private final Path workDir;

  RebuildArea(S3Objects objects, Path workDir) {
    this.objects = objects;
    this.workDir = workDir;
  }

  /**
   * Lays an artifact out as an input of the run; whoever reads it checks its digest.
   *
   * @return false when the artifact is not in the store
   */
  public boolean layOut(Run run, Digest input) {
    String key = S3ArtifactStore.key(input);
    return objects.copy(key, rebuild(run).prefix() + INPUTS + key);
  }

  /** What the run's steps made. */
  public ArtifactStore outputs(Run run) {
    return new S3ArtifactStore(objects.under(rebuild(run).prefix()), workDir);
  }

  /** What was laid out for the run. */
  public ArtifactStore inputs(Run run) {
    return new S3ArtifactStore(objects.under(rebuild(run).prefix() + INPUTS), workDir);
  }

  /** Takes the run's inputs away; what it made stays. */
  public void clearInputs(Run run) {
    remove(rebuild(run).prefix() + INPUTS);
  }

  /** Takes everything of the run away. */
  public void clear(Run run) {
    remove(rebuild(run).prefix());
  }

  private void remove(String prefix) {
    for (List<String> keys = objects.list(prefix, null, PAGE);
        !keys.isEmpty();
        keys = objects.list(prefix, null, PAGE)) {
      keys.forEach(objects::remove);
    }
  }

  private static Run rebuild(Run run) {
    if (run.isLive()) {
      throw new IllegalArgumentException("the line's own artifacts are no rebuild's");
    }
    return run;
  }
}
