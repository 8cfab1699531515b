package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Artifact;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.inputs.FaultyLineException;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;

/** The training environment's lock file pins every line. */
final class LockFile {
  private LockFile() {}

  static void check(ArtifactStore store, Artifact lock) {
    try {
      RequirementsLock.parse(store.read(lock.digest(), RequirementsLock.MAX_BYTES));
    } catch (FaultyLineException e) {
      throw new Refusal(
              Codes.LOCK,
              "line " + e.line() + " of the training environment's lock file, " + lock.digest(),
              String.valueOf(e.getMessage()),
              "write name==version --hash=sha256:… on every requirement, e.g. with"
                  + " `pip-compile --generate-hashes`")
          .asException();
    }
  }
}
