package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.registry.link.Repository;

/** Makes one checked manifest visible, blobs first. */
final class Links {
  private Links() {}

  static void link(Repository repository, Publication.Item item, OciDocument document) {
    for (Artifact blob : item.blobs()) {
      repository.linkBlob(blob.digest(), blob.size());
    }
    repository.linkManifest(item.manifest());
    if (item.subject() != null) {
      Descriptor referrer = Descriptor.of(item.manifest(), document.annotations());
      repository.linkReferrer(
          item.subject(), document.referrerType().map(referrer::withArtifactType).orElse(referrer));
    }
  }
}
