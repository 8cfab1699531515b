package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.RepositoryLinks;
import java.util.List;

/**
 * The step: everything is checked first, then links are written in the event's order, the release's
 * tag last. A crash in between leaves links that nobody finds without the tag; doing it again
 * writes the same ones.
 */
public final class PublishRelease implements Step<ReleaseSigned, ReleasePublished> {
  private final ArtifactStore store;
  private final RepositoryLinks links;

  public PublishRelease(ArtifactStore store, RepositoryLinks links) {
    this.store = store;
    this.links = links;
  }

  @Override
  public Outcome<ReleasePublished> apply(Incoming<ReleaseSigned> in) {
    ReleaseSigned signed = in.event();
    RepositoryName repository = new RepositoryName(signed.getRepository());
    Tag tag = new Tag(signed.getTag());
    Digest index = Digest.parse(signed.getIndex().getDigest());
    List<Checked> objects = signed.getObjects().stream().map(this::check).toList();
    requireIndex(index, objects);
    objects.forEach(object -> link(repository, object));
    nameForGood(repository, tag, index);
    return new Outcome.Produced<>(
        new ReleasePublished(
            in.nextLink(signed.getHandOff()),
            signed.getRepository(),
            signed.getTag(),
            signed.getIndex(),
            signed.getStatements().stream().map(Statement::getTarget).sorted().toList()));
  }

  /** An object whose manifest was read and whose parts are all there. */
  private record Checked(PublishedObject object, Artifact manifest, OciDocument document) {}

  private Checked check(PublishedObject object) {
    Artifact manifest = ArtifactReferences.toArtifact(object.getManifest());
    OciDocument document;
    try {
      document =
          OciReader.read(manifest.mediaType(), store.read(manifest.digest(), OciReader.MAX_BYTES));
    } catch (OciException e) {
      throw refused("REG-001", manifest.digest(), e.detail() + " (" + e.code() + ")");
    }
    requireSame(
        "subject",
        manifest.digest(),
        document.subjectIfAny().map(subject -> subject.digest().toString()).orElse("none"),
        object.getSubject() == null ? "none" : object.getSubject());
    for (ArtifactReference blob : object.getBlobs()) {
      requireStored(ArtifactReferences.toArtifact(blob));
    }
    if (!object.getBlobs().isEmpty()) {
      requireWhole(manifest.digest(), document, object);
    }
    return new Checked(object, manifest, document);
  }

  private static void requireWhole(Digest manifest, OciDocument document, PublishedObject object) {
    for (Descriptor child : document.children()) {
      boolean listed =
          object.getBlobs().stream()
              .anyMatch(blob -> blob.getDigest().equals(child.digest().toString()));
      if (!listed) {
        throw refused(
            "REG-002", manifest, "it needs " + child.digest() + ", which is not to be published");
      }
    }
  }

  private void requireStored(Artifact blob) {
    long size =
        store
            .size(blob.digest())
            .orElseThrow(
                () -> refused("REG-003", blob.digest(), "it is not in the artifact store"));
    if (size != blob.size()) {
      throw refused(
          "REG-003",
          blob.digest(),
          "it has " + size + " bytes where " + blob.size() + " were signed");
    }
  }

  private static void requireSame(String what, Digest manifest, String found, String expected) {
    if (!found.equals(expected)) {
      throw refused("REG-004", manifest, "its " + what + " is " + found + ", not " + expected);
    }
  }

  /** Every manifest that the index names, and the index itself, is published with it. */
  private static void requireIndex(Digest index, List<Checked> objects) {
    OciDocument document =
        objects.stream()
            .filter(object -> object.manifest().digest().equals(index))
            .findFirst()
            .orElseThrow(
                () -> refused("REG-005", index, "the index is not among the objects to publish"))
            .document();
    for (Descriptor child : document.children()) {
      if (objects.stream().noneMatch(object -> object.manifest().digest().equals(child.digest()))) {
        throw refused(
            "REG-002", index, "it needs " + child.digest() + ", which is not to be published");
      }
    }
  }

  private void link(RepositoryName repository, Checked checked) {
    for (ArtifactReference blob : checked.object().getBlobs()) {
      links.addBlob(repository, Digest.parse(blob.getDigest()), blob.getMediaType());
    }
    Digest manifest = checked.manifest().digest();
    links.addManifest(repository, manifest, checked.manifest().mediaType());
    checked
        .document()
        .subjectIfAny()
        .ifPresent(subject -> links.addReferrer(repository, subject.digest(), manifest));
    String tag = checked.object().getTag();
    if (tag != null) {
      nameForGood(repository, new Tag(tag), manifest);
    }
  }

  private void nameForGood(RepositoryName repository, Tag tag, Digest manifest) {
    Digest named = links.addTag(repository, tag, manifest);
    if (!named.equals(manifest)) {
      throw new Refusal(
              "REG-010",
              "tag " + repository + ":" + tag,
              "it names " + named + " already",
              "release under another version")
          .asException();
    }
  }

  private static dev.mintmark.kit.refusal.RefusedException refused(
      String code, Digest subject, String found) {
    return new Refusal(
            code, "object " + subject, found, "request the release again under a new version")
        .asException();
  }
}
