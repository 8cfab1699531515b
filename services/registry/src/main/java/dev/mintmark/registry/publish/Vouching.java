package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.VerificationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a release becomes visible: the release key vouches for its index, images and
 * models, and the evidence key for how each was made and for what is in it. Whoever wrote the event
 * is believed in nothing.
 */
public final class Vouching {
  private final ReleaseVerifier releases;
  private final AttestationVerifier evidence;

  public Vouching(VerificationKey release, VerificationKey evidence) {
    this.releases = new ReleaseVerifier(List.of(release));
    this.evidence = new AttestationVerifier(List.of(evidence));
  }

  /**
   * Checks.
   *
   * @param documents what each manifest of the publication says
   * @throws dev.mintmark.kit.refusal.RefusedException REG-013
   */
  void check(ArtifactStore store, Publication publication, Map<Digest, OciDocument> documents) {
    Digest index = publication.index().digest();
    String repository = publication.repository().value();
    for (Digest subject : subjects(index, documents.get(index))) {
      require(
          subject,
          releases.verifyAnyBundle(
              bundles(store, publication, documents, subject, ImageSigner.PREDICATE_TYPE),
              subject,
              repository));
      require(subject, attested(store, publication, documents, subject, EvidenceType.PROVENANCE));
      if (!subject.equals(index)) {
        require(subject, attested(store, publication, documents, subject, EvidenceType.SBOM));
      }
    }
  }

  private static SortedSet<Digest> subjects(Digest index, @Nullable OciDocument document) {
    SortedSet<Digest> subjects = new TreeSet<>();
    subjects.add(index);
    if (document instanceof ImageIndex read) {
      read.manifests().forEach(image -> subjects.add(image.digest()));
      read.annotations()
          .forEach((key, value) -> {
            if (key.startsWith(Annotations.MODEL_PREFIX)) {
              subjects.add(Digest.parse(value));
            }
          });
    }
    return subjects;
  }

  private Verdict<?> attested(
      ArtifactStore store,
      Publication publication,
      Map<Digest, OciDocument> documents,
      Digest subject,
      EvidenceType type) {
    return evidence.verifyAnyBundle(
        bundles(store, publication, documents, subject, type.predicateType()),
        type,
        subject,
        publication.repository().value());
  }

  private static List<byte[]> bundles(
      ArtifactStore store,
      Publication publication,
      Map<Digest, OciDocument> documents,
      Digest subject,
      String predicateType) {
    return publication.objects().stream()
        .filter(item -> subject.equals(item.subject()))
        .filter(item ->
            Optional.ofNullable(documents.get(item.manifest().digest()))
                .map(OciDocument::annotations)
                .filter(notes -> BundleReferrer.mayState(notes, predicateType))
                .isPresent())
        .flatMap(item -> item.blobs().stream())
        .filter(blob -> blob.mediaType().equals(SigstoreBundle.MEDIA_TYPE))
        .map(blob -> read(store, blob))
        .toList();
  }

  private static byte[] read(ArtifactStore store, Artifact bundle) {
    return store.read(bundle.digest(), Documents.MAX_BYTES);
  }

  private static void require(Digest subject, Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?> refused) {
      throw PublishRefusals.notVouchedFor(subject, refused.message());
    }
  }
}
