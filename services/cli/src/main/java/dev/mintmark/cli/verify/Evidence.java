package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.policy.Count;
import dev.mintmark.verify.policy.Vouching;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.Blob;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches and verifies a release's attestations, in both of cosign's forms. */
final class Evidence {
  private static final String OBJECT = "evidence";
  private static final String ANNOTATION = "predicateType";
  private static final long MOST_BYTES = 512L << 20;

  private final ReleaseSource source;
  private final RepositoryName repository;
  private final EvidencePolicy policy;
  private final Vouching vouching;
  private final Map<String, Artifact> objects = new LinkedHashMap<>();
  private final Map<String, Blob> boms = new LinkedHashMap<>();
  private final Set<VerificationKey> attesters = new LinkedHashSet<>();

  Evidence(
      ReleaseSource source, RepositoryName repository, EvidencePolicy policy, Vouching vouching) {
    this.source = source;
    this.repository = repository;
    this.policy = policy;
    this.vouching = vouching;
  }

  /** An image or a model, which needs provenance and an SBOM. */
  void add(String object, Artifact manifest) {
    objects.put(object, manifest);
  }

  /** Which document the signed statement names as the object's SBOM. */
  void document(String object, Blob bom) {
    boms.put(object, bom);
  }

  /** Keys that attested what holds, in the order of the checks. */
  List<VerificationKey> attesters() {
    return List.copyOf(attesters);
  }

  /** Looks at the index and all that was added; statements are verified before. */
  void check(Artifact index, FindingList findings) throws IOException {
    if (!isClaimed(index)) {
      findings.add(
          new Finding(
              OBJECT,
              index.digest(),
              0,
              !policy.required(),
              policy.required()
                  ? "no evidence, and it is required (" + RefusalCode.NO_EVIDENCE.code() + ")"
                  : "no evidence: released before there was any, or it was taken away"));
    } else if (policy.keys().isEmpty() && !vouching.knows(KeyRole.EVIDENCE)) {
      findings.add(
          new Finding(
              OBJECT,
              index.digest(),
              0,
              !policy.required(),
              "not looked into: no evidence key; name it with --evidence-key"));
    } else {
      check(EvidenceType.PROVENANCE, "index", index, findings);
      for (Map.Entry<String, Artifact> object : objects.entrySet()) {
        check(EvidenceType.PROVENANCE, object.getKey(), object.getValue(), findings);
        check(EvidenceType.SBOM, object.getKey(), object.getValue(), findings);
      }
    }
  }

  private boolean isClaimed(Artifact index) throws IOException {
    for (EvidenceType type : EvidenceType.values()) {
      if (!referrers(index, type).isEmpty() || !envelopes(index, type).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void check(EvidenceType type, String object, Artifact manifest, FindingList findings)
      throws IOException {
    Optional<Blob> bom =
        type == EvidenceType.SBOM ? Optional.ofNullable(boms.get(object)) : Optional.empty();
    Optional<byte[]> document = bom.isPresent() ? canonical(object, bom.get()) : Optional.empty();
    Count<Statement> bundles =
        count((bundle, keys) ->
            ofTheDocument(
                new AttestationVerifier(keys)
                    .verifyBundle(bundle, type, manifest.digest(), repository.value()),
                document));
    Count<Statement> envelopes =
        count((envelope, keys) ->
            ofTheDocument(
                new AttestationVerifier(keys)
                    .verifyEnvelope(envelope, type, manifest.digest(), repository.value()),
                document));
    Attached byReferrers = new Attached(source, MOST_BYTES);
    byReferrers.layersOf(referrers(manifest, type), Documents.MAX_BYTES, bundles::take);
    Attached byTag = new Attached(source, MOST_BYTES);
    byTag.layers(envelopes(manifest, type), Documents.MAX_BYTES, envelopes::take);
    findings.add(
        type.words() + " attested of " + object,
        manifest,
        List.of(
            byReferrers.explained(verdict(bundles, type, manifest)),
            byTag.explained(verdict(envelopes, type, manifest))),
        "attestation, bundle and envelope");
  }

  private Count<Statement> count(Count.Check<Statement> check) {
    return vouching.count(KeyRole.EVIDENCE, policy.keys(), check);
  }

  private Verdict<Statement> verdict(Count<Statement> count, EvidenceType type, Artifact manifest) {
    attesters.addAll(count.by());
    return count.verdict(() ->
        new Verdict.Refused<>(
            RefusalCode.NO_EVIDENCE,
            "cannot accept " + manifest.digest() + ": it has no " + type.words() + " attestation"));
  }

  private Optional<byte[]> canonical(String object, Blob bom) throws IOException {
    Artifact document = new Artifact(bom.digest(), MediaTypes.CYCLONEDX, bom.size());
    byte[] bytes = source.blob(Descriptor.of(document), Documents.MAX_BYTES);
    return Optional.of(CanonicalJson.write(Documents.read(bytes, "SBOM of " + object)));
  }

  /** Each must state the very document that the release key names. */
  private static Verdict<Statement> ofTheDocument(
      Verdict<Statement> verdict, Optional<byte[]> document) {
    return document.isPresent()
            && verdict instanceof Verdict.Verified<Statement> verified
            && !Arrays.equals(CanonicalJson.write(verified.what().predicate()), document.get())
        ? new Verdict.Refused<>(
            RefusalCode.OTHER_DOCUMENT,
            "cannot accept the attestation: it states another SBOM than the release's statement names")
        : verdict;
  }

  private List<Descriptor> referrers(Artifact manifest, EvidenceType type) throws IOException {
    return source.referrers(manifest.digest(), SigstoreBundle.MEDIA_TYPE).stream()
        .filter(one ->
            one.annotations().containsKey(BundleReferrer.PREDICATE_TYPE)
                && BundleReferrer.mayState(one.annotations(), type.predicateType()))
        // A registry's list and a kit's have other orders, and the first that holds is named.
        .sorted(Comparator.comparing(one -> one.digest().hex()))
        .toList();
  }

  private List<Descriptor> envelopes(Artifact manifest, EvidenceType type) throws IOException {
    try {
      return source.manifest(new Tag("sha256-" + manifest.digest().hex() + ".att")).document()
              instanceof Manifest read
          ? read.layers().stream()
              .filter(layer -> type.predicateType().equals(layer.annotations().get(ANNOTATION)))
              .toList()
          : List.of();
    } catch (OciException e) {
      if (e.error() == OciError.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }
}
