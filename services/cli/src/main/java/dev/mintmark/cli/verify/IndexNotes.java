package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ImageIndex;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a release's index says in its annotations; it is signed, so they are as well. */
final class IndexNotes {
  private IndexNotes() {}

  /** Who ran each target's profile. */
  static SortedMap<String, String> tested(ImageIndex index) {
    return under(Annotations.TESTED_PREFIX, index);
  }

  /** Model manifests by target. */
  static SortedMap<String, Digest> models(ImageIndex index) {
    SortedMap<String, Digest> models = new TreeMap<>();
    under(Annotations.MODEL_PREFIX, index)
        .forEach((target, digest) -> models.put(target, Digest.parse(digest)));
    return models;
  }

  private static SortedMap<String, String> under(String prefix, ImageIndex index) {
    SortedMap<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> note : index.annotations().entrySet()) {
      if (note.getKey().startsWith(prefix)) {
        found.put(note.getKey().substring(prefix.length()), note.getValue());
      }
    }
    return found;
  }
}
