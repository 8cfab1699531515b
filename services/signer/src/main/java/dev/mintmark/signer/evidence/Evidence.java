package dev.mintmark.signer.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import java.util.function.Supplier;

/**
 * Something to attest.
 *
 * @param subject the manifest that the attestation is attached to
 * @param made makes the statement when it is needed: an SBOM may have megabytes
 */
public record Evidence(EvidenceType type, Artifact subject, Supplier<Statement> made) {
  public Statement statement() {
    return made.get();
  }
}
