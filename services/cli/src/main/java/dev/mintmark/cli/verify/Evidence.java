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
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.Blob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches and verifies a release's attestations, in both of cosign's forms. */
final class Evidence {
  private static final String OBJECT = "evidence";
  private static final String ANNOTATION = "predicateType";

  private final ReleaseSource source;
  private final RepositoryName repository;
  private final EvidencePolicy policy;
  private final Map<String, Artifact> objects = new LinkedHashMap<>();
  private final Map<String, Blob> boms = new LinkedHashMap<>();

  Evidence(ReleaseSource source, RepositoryName repository, EvidencePolicy policy) {
    this.source = source;
    this.repository = repository;
    this.policy = policy;
  }

  /** An image or a model, which needs provenance and an SBOM. */
  void add(String object, Artifact manifest) {
    objects.put(object, manifest);
  }

  /** Which document the signed statement names as the object's SBOM. */
  void document(String object, Blob bom) {
    boms.put(object, bom);
  }

  /** Looks at the index and all that was added. */
  void check(Artifact index, FindingList findings) throws IOException {
    boolean claimed = isClaimed(index);
    Optional<AttestationVerifier> verifier = policy.verifier();
    if (!claimed) {
      findings.add(
          new Finding(
              OBJECT,
              index.digest(),
              0,
              !policy.required(),
              policy.required()
                  ? "no evidence, and it is required (" + RefusalCode.NO_EVIDENCE.code() + ")"
                  : "no evidence: released before there was any, or it was taken away"));
    } else if (verifier.isEmpty()) {
      findings.add(
          new Finding(
              OBJECT,
              index.digest(),
              0,
              !policy.required(),
              "not looked into: no evidence key; name it with --evidence-key"));
    } else {
      check(verifier.get(), EvidenceType.PROVENANCE, "index", index, findings);
      for (Map.Entry<String, Artifact> object : objects.entrySet()) {
        check(
            verifier.get(), EvidenceType.PROVENANCE, object.getKey(), object.getValue(), findings);
        check(verifier.get(), EvidenceType.SBOM, object.getKey(), object.getValue(), findings);
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

  private void check(
      AttestationVerifier verifier,
      EvidenceType type,
      String object,
      Artifact manifest,
      FindingList findings)
      throws IOException {
    List<byte[]> bundles = new ArrayList<>();
    for (Descriptor referrer : referrers(manifest, type)) {
      if (source.manifest(referrer).document() instanceof Manifest read) {
        for (Descriptor layer : read.layers()) {
          bundles.add(source.blob(layer, Documents.MAX_BYTES));
        }
      }
    }
    List<byte[]> envelopes = new ArrayList<>();
    for (Descriptor layer : envelopes(manifest, type)) {
      envelopes.add(source.blob(layer, Documents.MAX_BYTES));
    }
    List<Verdict<Statement>> verdicts =
        List.of(
            verifier.verifyAnyBundle(bundles, type, manifest.digest(), repository.value()),
            verifier.verifyAnyEnvelope(envelopes, type, manifest.digest(), repository.value()));
    findings.add(
        type.words() + " attested of " + object,
        manifest,
        type == EvidenceType.SBOM ? ofTheDocument(object, verdicts) : verdicts,
        "attestation, bundle and envelope");
  }

  /** Each must state the very document that the release key names. */
  private List<Verdict<Statement>> ofTheDocument(String object, List<Verdict<Statement>> verdicts)
      throws IOException {
    Blob bom = boms.get(object);
    if (bom == null) {
      return verdicts;
    }
    Artifact document = new Artifact(bom.digest(), MediaTypes.CYCLONEDX, bom.size());
    byte[] named =
        CanonicalJson.write(
            Documents.read(
                source.blob(Descriptor.of(document), Documents.MAX_BYTES), "SBOM of " + object));
    return verdicts.stream().map(verdict -> ofTheDocument(verdict, bom, named)).toList();
  }

  private static Verdict<Statement> ofTheDocument(
      Verdict<Statement> verdict, Blob bom, byte[] named) {
    return verdict instanceof Verdict.Verified<Statement> verified
            && !Arrays.equals(CanonicalJson.write(verified.what().predicate()), named)
        ? new Verdict.Refused<>(
            RefusalCode.OTHER_DOCUMENT,
            "cannot accept the attestation: it states another SBOM than " + bom.digest())
        : verdict;
  }

  private List<Descriptor> referrers(Artifact manifest, EvidenceType type) throws IOException {
    return source.referrers(manifest.digest(), SigstoreBundle.MEDIA_TYPE).stream()
        .filter(one ->
            one.annotations().containsKey(BundleReferrer.PREDICATE_TYPE)
                && BundleReferrer.mayState(one.annotations(), type.predicateType()))
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
