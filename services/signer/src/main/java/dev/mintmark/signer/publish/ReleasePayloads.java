package dev.mintmark.signer.publish;

import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.release.ReleaseEnv;

/**
 * The statements of checked contents. The line signs them and a rebuild hands them on unsigned:
 * both take them from here.
 */
final class ReleasePayloads {
  private final StatementWriter statements;

  ReleasePayloads(ReleaseContents contents) {
    this.statements = new StatementWriter(contents);
  }

  /** The release statement of a target. */
  byte[] env(ModelArtifact model) {
    return ReleaseEnv.write(statements.statement(model));
  }
}
