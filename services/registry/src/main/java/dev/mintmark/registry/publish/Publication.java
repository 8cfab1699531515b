package dev.mintmark.registry.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become visible.
 *
 * @param tag of the release; names the index when all is there
 * @param objects in the order of publishing: children before the index, then what refers to them
 */
record Publication(RepositoryName repository, Tag tag, Artifact index, List<Item> objects) {
  /**
   * One manifest.
   *
   * @param blobs config and layers that it needs
   * @param subject the manifest that it refers to; null for none
   * @param tag that it gets besides; null for none
   */
  record Item(
      Artifact manifest, List<Artifact> blobs, @Nullable Digest subject, @Nullable Tag tag) {
    Item {
      blobs = List.copyOf(blobs);
    }
  }

  Publication {
    objects = List.copyOf(objects);
  }
}
