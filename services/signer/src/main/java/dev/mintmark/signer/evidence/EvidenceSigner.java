package dev.mintmark.signer.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.evidence.v1.Attestation;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
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
      Statement statement = evidence.statement();
      SigstoreBundle bundle = SigstoreBundle.sign(statement, key);
      objects.add(evidence, bundle);
      Artifact unsigned = store.put(statement.bytes(), Envelope.IN_TOTO);
      Artifact signed = store.put(bundle.bytes(), SigstoreBundle.MEDIA_TYPE);
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
}
