package dev.mintmark.canary.release;

import dev.mintmark.canary.release.PublishedRelease.Refused;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the release key vouches for a release as it stands in the registry: for its index, and
 * for the statement of each target. The event that announced it is believed in nothing.
 */
final class ReleaseCheck implements ReleaseVerification {
  private static final int MAX_STATEMENT = 1 << 20;
  private static final int MAX_SIGNATURE = 1 << 10;
  private static final int MAX_BUNDLE = 1 << 20;

  /** A registry may invent any number of signatures and statements. */
  private static final int MAX_REFERRERS = 64;

  private final RegistryClient registry;
  private final ReleaseVerifier verifier;
  private final Optional<EvidenceCheck> evidence;

  /**
   * @param evidence empty where none is demanded
   */
  ReleaseCheck(
      RegistryClient registry, ReleaseVerifier verifier, Optional<AttestationVerifier> evidence) {
    this.registry = registry;
    this.verifier = verifier;
    this.evidence = evidence.map(attested -> new EvidenceCheck(registry, attested));
  }

  @Override
  public Optional<Refused> refusal(PublishedRelease release) throws IOException {
    try {
      check(release);
      return Optional.empty();
    } catch (RefusedReleaseException e) {
      return Optional.of(new Refused(e.code(), e.reason()));
    } catch (OciException e) {
      return Optional.of(new Refused(e.code(), e.detail()));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Refused("CAN-010", String.valueOf(e.getMessage())));
    }
  }

  private void check(PublishedRelease release) throws IOException {
    RepositoryName repository = new RepositoryName(release.repository());
    Digest digest = Digest.parse(release.index());
    FetchedManifest fetched = registry.manifest(repository, digest);
    if (!(fetched.document() instanceof ImageIndex index)) {
      throw new RefusedReleaseException("CAN-011", digest + " is no image index");
    }
    requireSigned(repository, digest);
    if (release.targets().isEmpty()) {
      throw new RefusedReleaseException("CAN-012", "it is for no target");
    }
    if (evidence.isPresent()) {
      evidence.get().index(repository, digest);
    }
    for (String target : release.targets()) {
      Digest model = model(index, target);
      String platform = platform(repository, model);
      statement(release, repository, digest, target, platform);
      if (evidence.isPresent()) {
        evidence.get().target(repository, index, platform, model);
      }
    }
  }

  private void requireSigned(RepositoryName repository, Digest index) throws IOException {
    List<byte[]> bundles = new ArrayList<>();
    for (Descriptor referrer :
        few(
            registry.referrers(repository, index, SigstoreBundle.MEDIA_TYPE).stream()
                .filter(
                    one -> BundleReferrer.mayState(one.annotations(), ImageSigner.PREDICATE_TYPE))
                .toList())) {
      List<Descriptor> layers = layers(repository, referrer);
      if (layers.size() == 1) {
        bundles.add(registry.blob(repository, layers.getFirst(), MAX_BUNDLE));
      }
    }
    if (verifier.verifyAnyBundle(bundles, index, repository.value())
        instanceof Verdict.Refused<Digest> refused) {
      throw new RefusedReleaseException(refused.code().code(), refused.detail());
    }
  }

  /** The index is signed, so what it says of the target's model is as well. */
  private static Digest model(ImageIndex index, String target) {
    String model = index.annotations().get(Annotations.MODEL_PREFIX + target);
    if (model == null) {
      throw new RefusedReleaseException("CAN-013", "its index names no model for " + target);
    }
    return Digest.parse(model);
  }

  private String platform(RepositoryName repository, Digest model) throws IOException {
    return registry
        .manifest(repository, model)
        .document()
        .annotations()
        .getOrDefault(Annotations.PLATFORM, "none");
  }

  private void statement(
      PublishedRelease release,
      RepositoryName repository,
      Digest index,
      String target,
      String platform)
      throws IOException {
    RefusedReleaseException refusal =
        new RefusedReleaseException("CAN-014", "it has no statement for " + target);
    ReleaseExpectation expected =
        new ReleaseExpectation(
            target,
            platform,
            repository.value(),
            Optional.of(index),
            Optional.of(release.version()));
    for (Descriptor candidate : statements(repository, index, target)) {
      switch (verdict(repository, candidate, expected)) {
        case Verdict.Verified<ReleaseStatement> verified
            when verified.what().name().equals(release.name()) -> {
          return;
        }
        case Verdict.Verified<ReleaseStatement> other ->
            refusal =
                new RefusedReleaseException(
                    "CAN-015",
                    "its statement for %s is about %s".formatted(target, other.what().id()));
        case Verdict.Refused<ReleaseStatement> refused ->
            refusal = new RefusedReleaseException(refused.code().code(), refused.detail());
      }
    }
    throw refusal;
  }

  /** The annotation only tells which ones to look at; what counts is in the signed bytes. */
  private List<Descriptor> statements(RepositoryName repository, Digest index, String target)
      throws IOException {
    return few(
        registry.referrers(repository, index, MediaTypes.RELEASE_ENV).stream()
            .filter(s -> target.equals(s.annotations().get(Annotations.TARGET)))
            .toList());
  }

  private Verdict<ReleaseStatement> verdict(
      RepositoryName repository, Descriptor statement, ReleaseExpectation expected)
      throws IOException {
    List<Descriptor> layers = layers(repository, statement);
    if (layers.size() != 2) {
      throw new RefusedReleaseException(
          "CAN-014", "its statement " + statement.digest() + " has not two parts");
    }
    return verifier.verifyStatement(
        registry.blob(repository, layers.get(0), MAX_STATEMENT),
        registry.blob(repository, layers.get(1), MAX_SIGNATURE),
        expected);
  }

  private List<Descriptor> layers(RepositoryName repository, Descriptor referrer)
      throws IOException {
    return registry.manifest(repository, referrer.digest()).document() instanceof Manifest manifest
        ? manifest.layers()
        : List.of();
  }

  private static List<Descriptor> few(List<Descriptor> all) {
    return all.stream().limit(MAX_REFERRERS).toList();
  }
}
