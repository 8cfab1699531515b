package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.policy.AttestationRule;
import dev.mintmark.verify.policy.Attestations;
import dev.mintmark.verify.policy.Vouching;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Fetches and verifies the signatures of manifests, in both of cosign's forms. */
final class Signatures {
  private static final int MAX_BYTES = 1 << 20;

  /** Signatures are kept until all are there; attestations are not. */
  private static final long MOST_BYTES = 64L << 20;

  private static final long MOST_ATTESTED_BYTES = 512L << 20;
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  private final ReleaseSource source;
  private final RepositoryName repository;
  private final Vouching vouching;

  Signatures(ReleaseSource source, RepositoryName repository, Vouching vouching) {
    this.source = source;
    this.repository = repository;
    this.vouching = vouching;
  }

  /** Whether anything is there that could be a signature, whoever made it. */
  static boolean areClaimed(ReleaseSource source, Digest manifest) throws IOException {
    return !source.referrers(manifest, SigstoreBundle.MEDIA_TYPE).isEmpty()
        || !signatureLayers(source, manifest).isEmpty();
  }

  /** A bundle (cosign 3) must vouch for the manifest; a signature tag (cosign 2) as well. */
  List<Verdict<Digest>> of(Digest manifest) throws IOException {
    return List.of(bundle(manifest), simpleSigning(manifest));
  }

  /**
   * Whether an attestation that a policy wants refers to the manifest; statements are verified
   * before.
   */
  Verdict<Digest> attestation(AttestationRule rule, Digest manifest) throws IOException {
    Attestations wanted = vouching.attestation(rule, manifest);
    Attached attached = new Attached(source, MOST_ATTESTED_BYTES);
    attached.layersOf(
        referrers(manifest, rule.predicate()),
        rule.predicate().equals(ImageSigner.PREDICATE_TYPE) ? MAX_BYTES : Documents.MAX_BYTES,
        wanted::take);
    return attached.explained(wanted.verdict());
  }

  private Verdict<Digest> bundle(Digest subject) throws IOException {
    List<byte[]> bundles = new ArrayList<>();
    Attached attached = new Attached(source, MOST_BYTES);
    attached.layersOf(
        referrers(subject, ImageSigner.PREDICATE_TYPE),
        MAX_BYTES,
        bundle -> {
          bundles.add(bundle);
          return false;
        });
    return attached.explained(vouching.bundles(bundles, subject, repository.value()));
  }

  /** Those that may state a predicate, by what the list says of them: no other is pulled. */
  private List<Descriptor> referrers(Digest subject, String predicate) throws IOException {
    return source.referrers(subject, SigstoreBundle.MEDIA_TYPE).stream()
        .filter(referrer -> BundleReferrer.mayState(referrer.annotations(), predicate))
        .toList();
  }

  private Verdict<Digest> simpleSigning(Digest subject) throws IOException {
    List<Vouching.Signed> signed = new ArrayList<>();
    Attached attached = new Attached(source, MOST_BYTES);
    for (Descriptor layer : signatureLayers(source, subject)) {
      byte[] signature = decode(layer.annotations().getOrDefault(SIGNATURE, ""));
      attached
          .blob(layer, MAX_BYTES)
          .ifPresent(payload -> signed.add(new Vouching.Signed(payload, signature)));
    }
    return attached.explained(vouching.simpleSigning(signed, subject, repository.value()));
  }

  private static List<Descriptor> signatureLayers(ReleaseSource source, Digest subject)
      throws IOException {
    Tag tag = new Tag("sha256-" + subject.hex() + ".sig");
    try {
      return source.manifest(tag).document() instanceof Manifest manifest
          ? manifest.layers()
          : List.of();
    } catch (OciException e) {
      if (e.error() == OciError.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /** What is no Base64 is no signature of anything. */
  private static byte[] decode(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
