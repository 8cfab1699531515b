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
import dev.mintmark.verify.policy.AttestationRule;
import dev.mintmark.verify.policy.Vouching;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Fetches and verifies the signatures of manifests, in both of cosign's forms. */
final class Signatures {
  private static final int MAX_BYTES = 1 << 20;
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

  /** Whether an attestation that a policy wants refers to the manifest. */
  Verdict<Digest> attestation(AttestationRule rule, Digest manifest) throws IOException {
    return vouching.attestation(rule, bundles(manifest, rule.predicate()), manifest);
  }

  private Verdict<Digest> bundle(Digest subject) throws IOException {
    return vouching.bundles(
        bundles(subject, ImageSigner.PREDICATE_TYPE), subject, repository.value());
  }

  /** Those that may state a predicate, by what the list says of them: no other is pulled. */
  private List<byte[]> bundles(Digest subject, String predicate) throws IOException {
    List<byte[]> bundles = new ArrayList<>();
    for (Descriptor referrer : source.referrers(subject, SigstoreBundle.MEDIA_TYPE)) {
      if (BundleReferrer.mayState(referrer.annotations(), predicate)
          && source.manifest(referrer).document() instanceof Manifest manifest) {
        for (Descriptor layer : manifest.layers()) {
          bundles.add(source.blob(layer, MAX_BYTES));
        }
      }
    }
    return bundles;
  }

  private Verdict<Digest> simpleSigning(Digest subject) throws IOException {
    List<Vouching.Signed> signed = new ArrayList<>();
    for (Descriptor layer : signatureLayers(source, subject)) {
      byte[] payload = source.blob(layer, MAX_BYTES);
      byte[] signature = decode(layer.annotations().getOrDefault(SIGNATURE, ""));
      signed.add(new Vouching.Signed(payload, signature));
    }
    return vouching.simpleSigning(signed, subject, repository.value());
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
