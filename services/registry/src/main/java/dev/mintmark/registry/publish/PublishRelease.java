package dev.mintmark.registry.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.registry.link.Repository;
import java.util.Map;
import java.util.Optional;

/**
 * The step. Everything is checked before the first link is made; then links are made from the
 * leaves up, and the release's tag last, so whoever can see the tag can pull all of it. Each link
 * is a conditional put: the same event again, also after a kill in the middle, ends in the same
 * state.
 */
public final class PublishRelease implements Step<ReleaseSigned, ReleasePublished> {
  private final ArtifactStore store;
  private final Pointers pointers;
  private final Optional<Vouching> vouching;

  /** One that believes the signer. */
  public PublishRelease(ArtifactStore store, Pointers pointers) {
    this(store, pointers, Optional.empty());
  }

  /**
   * @param vouching what signatures and evidence each release must have
   */
  public PublishRelease(ArtifactStore store, Pointers pointers, Optional<Vouching> vouching) {
    this.store = store;
    this.pointers = pointers;
    this.vouching = vouching;
  }

  @Override
  public Outcome<ReleasePublished> apply(Incoming<ReleaseSigned> in) {
    ReleaseSigned signed = in.event();
    Publication publication = PublicationReader.read(signed);
    Repository repository = new Repository(pointers, publication.repository());
    requireTagFree(repository, publication);
    repository
        .withdrawn(publication.tag())
        .ifPresent(reason -> {
          throw PublishRefusals.withdrawn(publication.repository(), publication.tag(), reason);
        });
    Map<Digest, OciDocument> documents = new Completeness(store).check(publication);
    vouching.ifPresent(look -> look.check(store, publication, documents));
    for (Publication.Item item : publication.objects()) {
      OciDocument document = documents.get(item.manifest().digest());
      if (document != null) {
        Links.link(repository, item, document);
        if (item.tag() != null) {
          nameLatest(repository, item.tag(), item.manifest().digest());
        }
      }
    }
    tagRelease(repository, publication);
    return new Outcome.Produced<>(
        new ReleasePublished(
            in.nextLink(signed.getHandOff()),
            publication.repository().value(),
            publication.tag().value(),
            signed.getIndex(),
            signed.getStatements().stream().map(Statement::getTarget).sorted().toList()));
  }

  /** cosign's signature tags: two releases may share a model, and a newer key signs it anew. */
  private static void nameLatest(Repository repository, Tag tag, Digest manifest) {
    repository.moveTag(tag, manifest);
  }

  private static void tagRelease(Repository repository, Publication publication) {
    if (!repository.createTag(publication.tag(), publication.index().digest())) {
      requireTagFree(repository, publication);
    }
  }

  private static void requireTagFree(Repository repository, Publication publication) {
    Digest wanted = publication.index().digest();
    repository
        .tag(publication.tag())
        .filter(there -> !there.equals(wanted))
        .ifPresent(there -> {
          throw PublishRefusals.tagTaken(
              publication.repository(), publication.tag(), there, wanted);
        });
  }
}
