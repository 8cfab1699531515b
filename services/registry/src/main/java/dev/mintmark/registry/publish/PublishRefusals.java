package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;

/** Why a signed release cannot be published; a code is never used for anything else. */
final class PublishRefusals {
  private static final String AGAIN = "build and sign the release again";

  private PublishRefusals() {}

  static RefusedException malformed(String found) {
    return refuse("REG-001", "the signed release", found, AGAIN);
  }

  static RefusedException unreadable(Artifact manifest, OciException cause) {
    return refuse("REG-002", name(manifest), cause.detail() + " (" + cause.code() + ")", AGAIN);
  }

  static RefusedException differs(Artifact manifest, String found) {
    return refuse("REG-003", name(manifest), found, AGAIN);
  }

  static RefusedException notStored(Artifact blob, String found) {
    return refuse(
        "REG-004",
        "blob " + blob.digest(),
        found,
        "put the artifact into the store and publish the release again");
  }

  static RefusedException notIncluded(Artifact manifest, Digest missing) {
    return refuse(
        "REG-005",
        name(manifest),
        "it points at manifest " + missing + ", which is not published before it",
        AGAIN);
  }

  static RefusedException noIndex(Artifact index) {
    return refuse("REG-006", "index " + index.digest(), "it is not among the manifests", AGAIN);
  }

  static RefusedException tagTaken(
      RepositoryName repository, Tag tag, Digest there, Digest wanted) {
    return refuse(
        "REG-007",
        "tag " + repository + ":" + tag,
        "it names " + there + ", not " + wanted + ", and a release's tag never moves",
        "use another version or another repository");
  }

  static RefusedException withdrawn(RepositoryName repository, Tag tag, String reason) {
    return refuse(
        "REG-012",
        "tag " + repository + ":" + tag,
        "its release was withdrawn: " + reason,
        "give the mended release a new version");
  }

  static RefusedException notVouchedFor(Digest subject, String found) {
    return refuse("REG-013", "manifest " + subject, found, AGAIN);
  }

  static RefusedException notWithdrawable(String found) {
    return refuse(
        "REG-011", "the revoked release", found, "find out who wrote the event that revokes it");
  }

  static RefusedException notPublished(RepositoryName repository, Tag tag, Digest subject) {
    return refuse(
        "REG-009",
        "the verdict on " + subject,
        "tag " + repository + ":" + tag + " does not name that index",
        "attest verdicts of published releases only");
  }

  static RefusedException notAVerdict(Artifact manifest, String found) {
    return refuse(
        "REG-010",
        name(manifest),
        found,
        "attach only attestations of verdicts: anything else might pass for a signature");
  }

  private static String name(Artifact manifest) {
    return "manifest " + manifest.digest();
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
