package dev.mintmark.registry.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds out before anything becomes visible whether all of it is there and fits together: a pulled
 * release has no hole, and no blob gets a link that no manifest asks for.
 */
final class Completeness {
  private final ManifestCheck manifests;
  private final Map<Digest, OciDocument> known = new LinkedHashMap<>();

  Completeness(ArtifactStore store) {
    this.manifests = new ManifestCheck(store, known::containsKey);
  }

  /**
   * Checks the whole publication.
   *
   * @return what each manifest says, in the order of publishing
   * @throws dev.mintmark.kit.refusal.RefusedException REG-002 to REG-006
   */
  Map<Digest, OciDocument> check(Publication publication) {
    for (Publication.Item item : publication.objects()) {
      known.put(item.manifest().digest(), manifests.check(item));
    }
    if (!(known.get(publication.index().digest()) instanceof ImageIndex)) {
      throw PublishRefusals.noIndex(publication.index());
    }
    return known;
  }
}
