package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.policy.Vouching;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches and verifies the statement that a device of one target acts on. */
final class Statements {
  private static final int MAX_BYTES = 1 << 20;

  private final ReleaseSource source;
  private final RepositoryName repository;
  private final Vouching vouching;

  Statements(ReleaseSource source, RepositoryName repository, Vouching vouching) {
    this.source = source;
    this.repository = repository;
    this.vouching = vouching;
  }

  /**
   * A statement.
   *
   * @param bytes of the statement, or of what should hold it
   * @param signature its signature's file; the same as the bytes where there is none
   */
  record Found(Artifact bytes, Artifact signature, Verdict<ReleaseStatement> verdict) {
    Found(Artifact missing, Verdict<ReleaseStatement> refused) {
      this(missing, missing, refused);
    }
  }

  /**
   * The statement for the target, all signed copies of it counted; a release without one is
   * refused. Where anybody may attach things, others' statements do not hide the right one.
   */
  Found of(Artifact index, String target, String platform) throws IOException {
    Map<Digest, List<Manifest>> copies = new LinkedHashMap<>();
    Found found = new Found(index, refused(target, "it has no release statement"));
    for (Descriptor referrer : source.referrers(index.digest(), MediaTypes.RELEASE_ENV)) {
      if (source.manifest(referrer).document() instanceof Manifest manifest
          && target.equals(manifest.annotations().get(Annotations.TARGET))) {
        if (manifest.layers().size() == 2) {
          Digest statement = manifest.layers().getFirst().digest();
          copies.computeIfAbsent(statement, d -> new ArrayList<>()).add(manifest);
        } else {
          found = new Found(referrer.artifact(), refused(target, "its statement has not 2 layers"));
        }
      }
    }
    boolean first = true;
    for (List<Manifest> manifests : copies.values()) {
      Found next = verify(manifests, index.digest(), target, platform);
      if (next.verdict() instanceof Verdict.Verified<ReleaseStatement>) {
        return next;
      }
      found = first ? next : found;
      first = false;
    }
    return found;
  }

  private Found verify(List<Manifest> manifests, Digest index, String target, String platform)
      throws IOException {
    List<Vouching.Signed> signed = new ArrayList<>();
    for (Manifest manifest : manifests) {
      signed.add(
          new Vouching.Signed(
              source.blob(manifest.layers().getFirst(), MAX_BYTES),
              source.blob(manifest.layers().getLast(), MAX_BYTES)));
    }
    ReleaseExpectation expected =
        new ReleaseExpectation(
            target, platform, repository.value(), Optional.of(index), Optional.empty());
    Manifest one = manifests.getFirst();
    return new Found(
        one.layers().getFirst().artifact(),
        one.layers().getLast().artifact(),
        vouching.statement(signed, expected));
  }

  private static Verdict<ReleaseStatement> refused(String target, String found) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept the release for " + target + ": " + found);
  }
}
