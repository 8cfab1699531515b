package dev.mintmark.registry.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.registry.link.Repository;
import java.util.Optional;

/**
 * Attaches the attestation of a verdict to the image that it speaks of, when that image is the
 * published one of its release. The same event again ends in the same state.
 */
public final class PublishVerdict implements Step<VerdictSigned, VerdictPublished> {
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String STATES = "dev.sigstore.bundle.predicateType";
  private static final String VERDICT = "https://mintmark.dev/attestation/reproduction/v1";

  private final ArtifactStore store;
  private final Pointers pointers;

  public PublishVerdict(ArtifactStore store, Pointers pointers) {
    this.store = store;
    this.pointers = pointers;
  }

  @Override
  public Outcome<VerdictPublished> apply(Incoming<VerdictSigned> in) {
    VerdictSigned signed = in.event();
    Attachment attachment = Attachment.read(in);
    Repository repository = new Repository(pointers, attachment.repository());
    requirePublished(repository, attachment);
    Publication.Item item = attachment.item();
    OciDocument document =
        new ManifestCheck(store, digest -> repository.manifest(digest).isPresent()).check(item);
    requireVerdict(item, document);
    Links.link(repository, item, document);
    return new Outcome.Produced<>(
        new VerdictPublished(
            in.nextLink(signed.getHandOff()),
            signed.getRun(),
            attachment.repository().value(),
            attachment.subject().toString(),
            signed.getManifest()));
  }

  private static void requirePublished(Repository repository, Attachment attachment) {
    if (!repository.tag(attachment.tag()).equals(Optional.of(attachment.subject()))) {
      throw PublishRefusals.notPublished(
          attachment.repository(), attachment.tag(), attachment.subject());
    }
  }

  private static void requireVerdict(Publication.Item item, OciDocument document) {
    String states = document.annotations().getOrDefault(STATES, "nothing");
    if (!document.referrerType().equals(Optional.of(BUNDLE)) || !states.equals(VERDICT)) {
      throw PublishRefusals.notAVerdict(
          item.manifest(), "it is " + document.referrerType().orElse("untyped") + " of " + states);
    }
  }

  /** The event with checked parts. */
  private record Attachment(
      RepositoryName repository, Tag tag, Digest subject, Publication.Item item) {
    static Attachment read(Incoming<VerdictSigned> in) {
      VerdictSigned event = in.event();
      try {
        Digest subject = Digest.parse(event.getSubject());
        return new Attachment(
            new RepositoryName(event.getRepository()),
            new Tag(in.release().version()),
            subject,
            new Publication.Item(
                ArtifactReferences.toArtifact(event.getManifest()),
                event.getBlobs().stream().map(ArtifactReferences::toArtifact).toList(),
                subject,
                null));
      } catch (IllegalArgumentException e) {
        throw PublishRefusals.malformed(String.valueOf(e.getMessage()));
      }
    }
  }
}
