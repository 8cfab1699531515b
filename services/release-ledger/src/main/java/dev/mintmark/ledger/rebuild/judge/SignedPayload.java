package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A document of the release that a key signed.
 *
 * @param of what it speaks of, as the rebuild's own payload has it
 * @param key the key's name where the signed form has it; empty for the release's
 * @param reference of the document; empty where only its signed form was named and is gone
 * @param payload the document, where it can be read
 * @param signature DER, where it can be read
 * @param carriers everything that shows the signature to a client: manifests and blobs
 * @param signedForm makes the bytes that are signed of a document
 */
record SignedPayload(
    PayloadKind kind,
    String of,
    Optional<String> key,
    Optional<Artifact> reference,
    Optional<byte[]> payload,
    Optional<byte[]> signature,
    List<Digest> carriers,
    UnaryOperator<byte[]> signedForm) {
  String role() {
    return role(kind, of);
  }

  /** Whether the evidence key signs such a payload, and not the release key. */
  static boolean isEvidence(PayloadKind kind) {
    return kind == PayloadKind.SBOM_STATEMENT || kind == PayloadKind.PROVENANCE_STATEMENT;
  }

  static String role(PayloadKind kind, String of) {
    return "payloads[" + kind + " " + of + "]";
  }
}
