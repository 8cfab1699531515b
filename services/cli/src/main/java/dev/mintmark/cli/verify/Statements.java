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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches and verifies the statement that a device of one target acts on. */
final class Statements {
  private static final int MAX_BYTES = 1 << 20;
  private static final int SIGNATURE_BYTES = 4 << 10;
  private static final long MOST_BYTES = 64L << 20;

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
   *
   * @param version the one that was asked for, when one was
   */
  Found of(Artifact index, String target, String platform, Optional<String> version)
      throws IOException {
    Attached attached = new Attached(source, MOST_BYTES);
    Map<Digest, List<Manifest>> copies = new LinkedHashMap<>();
    Found found = new Found(index, refused(target, "it has no release statement"));
    for (Descriptor referrer : source.referrers(index.digest(), MediaTypes.RELEASE_ENV)) {
      Optional<Manifest> manifest = attached.manifest(referrer);
      if (manifest.isPresent()
          && target.equals(manifest.get().annotations().get(Annotations.TARGET))) {
        if (manifest.get().layers().size() == 2) {
          Digest statement = manifest.get().layers().getFirst().digest();
          copies.computeIfAbsent(statement, d -> new ArrayList<>()).add(manifest.get());
        } else {
          found = new Found(referrer.artifact(), refused(target, "its statement has not 2 layers"));
        }
      }
    }
    ReleaseExpectation expected =
        new ReleaseExpectation(
            target, platform, repository.value(), Optional.of(index.digest()), version);
    boolean first = true;
    for (List<Manifest> manifests : copies.values()) {
      Optional<Found> next = verify(manifests, expected, attached);
      if (next.isPresent()) {
        if (next.get().verdict() instanceof Verdict.Verified<ReleaseStatement>) {
          return next.get();
        }
        found = first ? next.get() : found;
        first = false;
      }
    }
    return new Found(found.bytes(), found.signature(), attached.explained(found.verdict()));
  }

  /** Copies of one statement; empty where none could be fetched. */
  private Optional<Found> verify(
      List<Manifest> manifests, ReleaseExpectation expected, Attached attached) throws IOException {
    Descriptor statement = manifests.getFirst().layers().getFirst();
    Optional<byte[]> bytes = attached.blob(statement, MAX_BYTES);
    List<Vouching.Signed> signed = new ArrayList<>();
    List<Descriptor> signatures = new ArrayList<>();
    if (bytes.isPresent()) {
      for (Descriptor signature : signatures(manifests)) {
        Optional<byte[]> file = attached.blob(signature, SIGNATURE_BYTES);
        if (file.isPresent()) {
          signed.add(new Vouching.Signed(bytes.get(), file.get()));
          signatures.add(signature);
        }
      }
    }
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    Vouching.Stated stated = vouching.statement(signed, expected);
    return Optional.of(
        new Found(
            statement.artifact(), signatures.get(stated.copy()).artifact(), stated.verdict()));
  }

  /** In the order of their digests: a registry's list and a kit's have others. */
  private static List<Descriptor> signatures(List<Manifest> copies) {
    return copies.stream()
        .map(manifest -> manifest.layers().getLast())
        .sorted(Comparator.comparing(signature -> signature.digest().hex()))
        .toList();
  }

  private static Verdict<ReleaseStatement> refused(String target, String found) {
    return new Verdict.Refused<>(
        RefusalCode.NO_SIGNATURE, "cannot accept the release for " + target + ": " + found);
  }
}
