package dev.mintmark.device.admit;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the release that a tag names may be installed here. Until the statement's
 * signature holds, nothing is fetched but a few small things of bounded size.
 */
public final class Admission {
  private static final int MAX_STATEMENT = 1 << 20;
  private static final int MAX_SIGNATURE = 1 << 10;
  private static final int MAX_BUNDLE = 1 << 20;

  /**
   * More signatures or statements than that are not looked at: a registry may invent any number.
   */
  private static final int MAX_REFERRERS = 64;

  private final Registry registry;
  private final ReleaseVerifier verifier;

  public Admission(Registry registry, ReleaseVerifier verifier) {
    this.registry = registry;
    this.verifier = verifier;
  }

  /**
   * Decides.
   *
   * @throws DeviceException DEV-001, DEV-003, DEV-010 to DEV-015
   */
  public Admitted admit(Wanted wanted) {
    FetchedManifest index = registry.manifest(wanted.tag(), DeviceCode.NO_RELEASE);
    if (!(index.document() instanceof ImageIndex)) {
      throw new DeviceException(
          DeviceCode.NO_RELEASE, "cannot use " + wanted.tag() + ": it names no image index");
    }
    Admitted admitted = statement(wanted, index);
    requireSignature(index.artifact().digest());
    if (admitted.statement().securityFloor() < wanted.floor()) {
      throw new DeviceException(
          DeviceCode.FLOOR,
          "cannot use "
              + admitted.statement().id()
              + ": its security floor is "
              + admitted.statement().securityFloor()
              + ", this device has reached "
              + wanted.floor());
    }
    return admitted;
  }

  private Admitted statement(Wanted wanted, FetchedManifest index) {
    List<Descriptor> statements =
        registry.referrers(
            index.artifact().digest(), MediaTypes.RELEASE_ENV, DeviceCode.NO_STATEMENT);
    if (statements.isEmpty()) {
      throw new DeviceException(
          DeviceCode.NO_STATEMENT, "cannot use " + wanted.tag() + ": it has no release statement");
    }
    // The annotation only tells which one to look at; what counts is in the signed bytes.
    List<Descriptor> ours =
        statements.stream()
            .filter(s -> wanted.target().equals(s.annotations().get(Annotations.TARGET)))
            .limit(MAX_REFERRERS)
            .toList();
    DeviceException refusal =
        new DeviceException(
            DeviceCode.OTHER_TARGET,
            "cannot use " + wanted.tag() + ": it has no statement for " + wanted.target());
    for (Descriptor candidate : ours) {
      try {
        return verified(wanted, index, candidate);
      } catch (DeviceException e) {
        if (e.code() == DeviceCode.UNREACHABLE) {
          throw e;
        }
        refusal = e;
      }
    }
    throw refusal;
  }

  private Admitted verified(Wanted wanted, FetchedManifest index, Descriptor candidate) {
    List<Descriptor> layers = layers(candidate, DeviceCode.STATEMENT);
    if (layers.size() != 2) {
      throw new DeviceException(
          DeviceCode.STATEMENT,
          "cannot use statement " + candidate.digest() + ": it has not two parts");
    }
    byte[] env = registry.blob(layers.get(0), MAX_STATEMENT, DeviceCode.STATEMENT);
    byte[] signature = registry.blob(layers.get(1), MAX_SIGNATURE, DeviceCode.STATEMENT);
    ReleaseExpectation expected =
        new ReleaseExpectation(
            wanted.target(),
            wanted.platform().toString(),
            registry.repository().value(),
            Optional.of(index.artifact().digest()),
            Optional.of(wanted.tag().value()));
    return switch (verifier.verifyStatement(env, signature, expected)) {
      case Verdict.Verified<ReleaseStatement> verified ->
          new Admitted(index, verified.what(), env, signature);
      case Verdict.Refused<ReleaseStatement> refused ->
          throw new DeviceException(
              refused.code() == RefusalCode.ENV_OTHER_RELEASE
                  ? DeviceCode.OTHER_RELEASE
                  : DeviceCode.STATEMENT,
              refused.message());
    };
  }

  private void requireSignature(Digest index) {
    List<byte[]> bundles =
        registry.referrers(index, SigstoreBundle.MEDIA_TYPE, DeviceCode.SIGNATURE).stream()
            .filter(one -> BundleReferrer.mayState(one.annotations(), ImageSigner.PREDICATE_TYPE))
            .limit(MAX_REFERRERS)
            .map(this::bundle)
            .flatMap(Optional::stream)
            .toList();
    if (verifier.verifyAnyBundle(bundles, index, registry.repository().value())
        instanceof Verdict.Refused<Digest> refused) {
      throw new DeviceException(DeviceCode.SIGNATURE, refused.message());
    }
  }

  /** Empty for what is no bundle at all: another one may still vouch. */
  private Optional<byte[]> bundle(Descriptor referrer) {
    try {
      List<Descriptor> layers = layers(referrer, DeviceCode.SIGNATURE);
      return layers.size() == 1
          ? Optional.of(registry.blob(layers.getFirst(), MAX_BUNDLE, DeviceCode.SIGNATURE))
          : Optional.empty();
    } catch (DeviceException e) {
      if (e.code() == DeviceCode.UNREACHABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private List<Descriptor> layers(Descriptor referrer, DeviceCode code) {
    return registry.manifest(referrer.digest(), code).document() instanceof Manifest manifest
        ? manifest.layers()
        : List.of();
  }
}
