package dev.mintmark.signer.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.evidence.v1.Attestation;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import java.util.ArrayList;
import java.util.List;

/** Uses the evidence key, on contents that were checked. The same contents make the same bytes. */
public final class EvidenceSigner {
  private final ArtifactStore store;
  private final SigningKey key;
  private final String version;

  /**
   * @param version of the line, for the provenance
   */
  public EvidenceSigner(ArtifactStore store, SigningKey key, String version) {
    this.store = store;
    this.key = key;
    this.version = version;
  }

  /**
   * Attests every bill of materials, and the provenance of every manifest.
   *
   * @param link the answer's place in the chain
   */
  public EvidenceAttested attest(ReleaseContents contents, HandOff link) {
    ImageBuilt built = contents.chain().built();
    AttachedObjects objects = new AttachedObjects(store, contents.created());
    List<Attestation> attestations = new ArrayList<>();
    for (Evidence evidence : new EvidenceStatements(store, contents, version).all()) {
      SigstoreBundle bundle = SigstoreBundle.sign(evidence.statement(), key);
      objects.add(evidence, bundle);
      Artifact unsigned = store.put(bundle.envelope().payload(), Envelope.IN_TOTO);
      Artifact signed = store.put(bytes(evidence, bundle), SigstoreBundle.MEDIA_TYPE);
      attestations.add(
          new Attestation(
              evidence.type().predicateType(),
              evidence.subject().digest().toString(),
              ArtifactReferences.toReference(unsigned),
              ArtifactReferences.toReference(signed)));
    }
    return new EvidenceAttested(
        link,
        built.getRepository(),
        built.getIndex(),
        key.verificationKey().hint(),
        attestations,
        objects.stored());
  }

  /** Nobody reads a larger one: characters that are no ASCII take several bytes each in it. */
  private static byte[] bytes(Evidence evidence, SigstoreBundle bundle) {
    byte[] bytes = bundle.bytes();
    if (bytes.length > Documents.MAX_BYTES) {
      throw SignerCode.DOCUMENT.refused(
          "the attestation of " + evidence.type().words() + " on " + evidence.subject().digest(),
          "it has " + bytes.length + " bytes, more than " + Documents.MAX_BYTES);
    }
    return bytes;
  }
}
