package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
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
  private final ReleaseVerifier verifier;

  Signatures(ReleaseSource source, RepositoryName repository, ReleaseVerifier verifier) {
    this.source = source;
    this.repository = repository;
    this.verifier = verifier;
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

  private Verdict<Digest> bundle(Digest subject) throws IOException {
    List<Verdict<Digest>> refused = new ArrayList<>();
    for (Descriptor referrer : source.referrers(subject, SigstoreBundle.MEDIA_TYPE)) {
      if (BundleReferrer.mayState(referrer.annotations(), ImageSigner.PREDICATE_TYPE)
          && source.manifest(referrer).document() instanceof Manifest manifest) {
        for (Descriptor layer : manifest.layers()) {
          byte[] bundle = source.blob(layer, MAX_BYTES);
          Verdict<Digest> verdict = verifier.verifyBundle(bundle, subject, repository.value());
          if (verdict instanceof Verdict.Verified) {
            return verdict;
          }
          refused.add(verdict);
        }
      }
    }
    return refused.stream().findFirst().orElseGet(() -> unsigned(subject));
  }

  private Verdict<Digest> unsigned(Digest subject) {
    return verifier.verifyAnyBundle(List.of(), subject, repository.value());
  }

  private Verdict<Digest> simpleSigning(Digest subject) throws IOException {
    List<Verdict<Digest>> refused = new ArrayList<>();
    for (Descriptor layer : signatureLayers(source, subject)) {
      byte[] payload = source.blob(layer, MAX_BYTES);
      byte[] signature = decode(layer.annotations().getOrDefault(SIGNATURE, ""));
      Verdict<Digest> verdict =
          verifier.verifySimpleSigning(payload, signature, subject, repository.value());
      if (verdict instanceof Verdict.Verified) {
        return verdict;
      }
      refused.add(verdict);
    }
    return refused.stream().findFirst().orElseGet(() -> unsigned(subject));
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
