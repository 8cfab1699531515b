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

  private static String name(Artifact manifest) {
    return "manifest " + manifest.digest();
  }

  private static RefusedException refuse(String code, String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice).asException();
  }
}
