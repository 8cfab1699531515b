package dev.mintmark.cli.kit;

import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.verify.CheckedStatement;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.ReleaseCheck;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verifies a kit by a public key: every signature, and that the kit holds this release, all that
 * refers to it, and nothing else.
 */
final class KitCheck {
  private final Kit kit;
  private final Trust trust;
  private final EvidencePolicy evidence;

  KitCheck(Kit kit, Trust trust, EvidencePolicy evidence) {
    this.kit = kit;
    this.trust = trust;
    this.evidence = evidence.orOf(trust);
  }

  /**
   * What came of it.
   *
   * @param statements empty unless the report says that all holds
   */
  record Checked(Report report, List<CheckedStatement> statements) {
    Checked {
      statements = List.copyOf(statements);
    }

    /** {@code name:version}. */
    String release() {
      return statements.getFirst().statement().name()
          + ":"
          + statements.getFirst().statement().version();
    }
  }

  /**
   * @throws dev.mintmark.cli.failure.CommandException CLI-122, CLI-123
   */
  Checked run() throws IOException {
    KitObjects objects = kit.objects();
    KitSource source = new KitSource(kit);
    ReleaseCheck check = new ReleaseCheck(source, objects.repository(), trust, evidence);
    ImageReference reference =
        new ImageReference(
            Optional.empty(),
            objects.repository(),
            Optional.empty(),
            Optional.of(objects.release()));
    Report report = check.check(reference);
    if (!report.verified()) {
      return new Checked(report, List.of());
    }
    KitObjects expected =
        new Collector(source).collect(objects.repository(), objects.version(), objects.release());
    requireNothingElse(expected);
    requireOneRelease(check.statements());
    requireCopies(KitMembers.copies(check.statements()));
    requireKey(check);
    requireEvidenceKey(check, source, reference);
    return new Checked(report, check.statements());
  }

  private void requireNothingElse(KitObjects expected) {
    for (Digest digest : kit.objects().manifests().keySet()) {
      if (!expected.manifests().containsKey(digest)) {
        throw KitRefusals.part(
            kit.file(), LayoutNames.blob(digest), "it has nothing to do with the release");
      }
    }
    kit.objects()
        .tags()
        .forEach((tag, digest) -> {
          if (!digest.equals(expected.tags().get(tag))) {
            throw KitRefusals.part(
                kit.file(),
                LayoutNames.INDEX,
                "the tag " + tag + " has nothing to do with the release");
          }
        });
  }

  private void requireOneRelease(List<CheckedStatement> statements) {
    String version = kit.objects().version().value();
    if (statements.isEmpty()) {
      throw KitRefusals.contradicts(
          kit.file(), LayoutNames.INDEX, "no statement says what release it is");
    }
    for (CheckedStatement checked : statements) {
      if (!checked.statement().version().equals(version)) {
        throw KitRefusals.contradicts(
            kit.file(),
            LayoutNames.INDEX,
            "its tag is %s, the signed statement for %s says %s"
                .formatted(version, checked.statement().target(), checked.statement().version()));
      }
    }
  }

  private void requireCopies(SortedMap<String, Artifact> expected) {
    SortedMap<String, Place> found = new TreeMap<>(kit.places());
    found.keySet().removeIf(name -> !KitMembers.isCopy(name));
    for (Map.Entry<String, Artifact> copy : expected.entrySet()) {
      Place place = found.remove(copy.getKey());
      if (place == null) {
        throw KitRefusals.part(kit.file(), copy.getKey(), "it is not there");
      }
      if (!place.digest().equals(copy.getValue().digest())) {
        throw KitRefusals.contradicts(
            kit.file(),
            copy.getKey(),
            "its bytes hash to %s, the release says %s"
                .formatted(place.digest(), copy.getValue().digest()));
      }
    }
    if (!found.isEmpty()) {
      throw KitRefusals.part(kit.file(), found.firstKey(), "the release has no such file");
    }
  }

  private void requireKey(ReleaseCheck check) {
    Optional<Digest> found = kit.place(KitMembers.RELEASE_KEY).map(Place::digest);
    if (check.signers().stream().noneMatch(k -> found.equals(Optional.of(Digest.of(k.pem()))))) {
      throw KitRefusals.contradicts(
          kit.file(), KitMembers.RELEASE_KEY, "it is another key than the one that signed");
    }
  }

  /** Where no evidence key is believed, the kit's own must at least have attested this release. */
  private void requireEvidenceKey(ReleaseCheck check, KitSource source, ImageReference reference)
      throws IOException {
    Optional<VerificationKey> own = KitImport.own(kit, KitMembers.EVIDENCE_KEY);
    if (own.isPresent()) {
      ReleaseCheck attested =
          evidence.keys().isEmpty() && !trust.knows(KeyRole.EVIDENCE)
              ? byOwnKey(own.get(), source, reference)
              : check;
      if (!attested.attesters().contains(own.get())) {
        throw KitRefusals.contradicts(
            kit.file(), KitMembers.EVIDENCE_KEY, "it is another key than the one that attested");
      }
    }
  }

  private ReleaseCheck byOwnKey(VerificationKey own, KitSource source, ImageReference reference)
      throws IOException {
    ReleaseCheck check =
        new ReleaseCheck(
            source, kit.objects().repository(), trust, new EvidencePolicy(List.of(own), true));
    Report report = check.checkSigned(reference);
    if (!report.verified()) {
      throw KitRefusals.contradicts(
          kit.file(),
          KitMembers.EVIDENCE_KEY,
          "it did not attest this release: " + KitExport.firstBad(report));
    }
    return check;
  }
}
