package dev.mintmark.signer.evidence;

import dev.mintmark.content.Digest;
import dev.mintmark.events.evidence.v1.Attestation;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.evidence.Provenance;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Arrays;
import java.util.List;

/**
 * Whether everything that has to be attested of a release was, by the evidence key, and nothing
 * else. Each statement is made again here and must be the attested one, byte for byte.
 */
public final class EvidenceCheck {
  private final ArtifactStore store;
  private final VerificationKey key;
  private final AttestationVerifier verifier;

  public EvidenceCheck(ArtifactStore store, VerificationKey key) {
    this.store = store;
    this.key = key;
    this.verifier = new AttestationVerifier(List.of(key));
  }

  /**
   * Checks.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SGN-014
   */
  public void check(EvidenceAttested attested, ReleaseContents contents) {
    SignerCode code = SignerCode.EVIDENCE;
    String repository = contents.chain().built().getRepository();
    code.same("the repository of the evidence", repository, attested.getRepository());
    code.same(
        "the index of the evidence", contents.chain().built().getIndex(), attested.getIndex());
    code.same("the key of the evidence", key.hint(), attested.getKey());
    List<Evidence> needed =
        new EvidenceStatements(store, contents, version(attested, repository)).all();
    code.same(
        "the list of attestations",
        needed.stream().map(EvidenceCheck::name).toList(),
        attested.getAttestations().stream().map(EvidenceCheck::name).toList());
    AttachedObjects objects = new AttachedObjects(store, contents.created());
    for (int i = 0; i < needed.size(); i++) {
      Evidence evidence = needed.get(i);
      SigstoreBundle bundle = bundle(evidence, attested.getAttestations().get(i));
      objects.add(evidence, bundle);
    }
    code.same("what carries the attestations", objects.stored(), attested.getObjects());
  }

  /** The line's version as whoever attested it says: it may have been another than this one's. */
  private String version(EvidenceAttested attested, String repository) {
    Attestation provenance =
        attested.getAttestations().stream()
            .filter(one -> one.getPredicateType().equals(EvidenceType.PROVENANCE.predicateType()))
            .findFirst()
            .orElseThrow(() ->
                SignerCode.EVIDENCE.refused("the list of attestations", "it has no provenance"));
    return Provenance.version(verified(EvidenceType.PROVENANCE, provenance, repository));
  }

  /** What is stated is compared as bytes, and not read: one tree of a large SBOM is enough. */
  private SigstoreBundle bundle(Evidence evidence, Attestation attestation) {
    String what = "the attestation " + name(attestation);
    byte[] expected = evidence.statement().bytes();
    byte[] bytes = read(attestation);
    SigstoreBundle bundle = bundle(what, bytes);
    Envelope envelope = bundle.envelope();
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)
        || !Arrays.equals(expected, envelope.payload())) {
      throw SignerCode.EVIDENCE.refused(what, "it states something else than the release says");
    }
    if (!bundle.keyHint().equals(key.hint()) || !envelope.isSignedBy(key)) {
      throw SignerCode.EVIDENCE.refused(what, "the evidence key did not sign it");
    }
    SignerCode.EVIDENCE.same(
        "the statement of " + name(attestation),
        Digest.of(expected).toString(),
        attestation.getStatement().getDigest());
    if (!Arrays.equals(bundle.bytes(), bytes)) {
      throw SignerCode.EVIDENCE.refused(what, "its bundle is not in its one form");
    }
    return bundle;
  }

  private static SigstoreBundle bundle(String what, byte[] bytes) {
    try {
      return SigstoreBundle.read(bytes);
    } catch (RefusedException e) {
      throw SignerCode.EVIDENCE.refused(what, String.valueOf(e.getMessage()));
    }
  }

  private Statement verified(EvidenceType type, Attestation attestation, String repository) {
    Verdict<Statement> verdict =
        verifier.verifyBundle(
            read(attestation), type, Digest.parse(attestation.getSubject()), repository);
    return switch (verdict) {
      case Verdict.Verified<Statement> verified -> verified.what();
      case Verdict.Refused<Statement> refused ->
          throw SignerCode.EVIDENCE.refused(
              "the attestation " + name(attestation), refused.message());
    };
  }

  private byte[] read(Attestation attestation) {
    return store.read(
        ArtifactReferences.toArtifact(attestation.getBundle()).digest(), Documents.MAX_BYTES);
  }

  private static String name(Evidence evidence) {
    return evidence.type().predicateType() + " " + evidence.subject().digest();
  }

  private static String name(Attestation attestation) {
    return attestation.getPredicateType() + " " + attestation.getSubject();
  }
}
