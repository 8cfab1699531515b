package dev.mintmark.oci.manifest;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys of annotations, the specification's and our own. */
public final class Annotations {
  /** RFC 3339 time; here always the source's epoch. */
  public static final String CREATED = "org.opencontainers.image.created";

  public static final String SOURCE = "org.opencontainers.image.source";
  public static final String REVISION = "org.opencontainers.image.revision";
  public static final String VERSION = "org.opencontainers.image.version";
  public static final String TITLE = "org.opencontainers.image.title";

  /** Of an index: followed by a target's name, the digest of that target's model manifest. */
  public static final String MODEL_PREFIX = "dev.mintmark.model.";

  /** Of a model's manifest: the target that the model is for. */
  public static final String TARGET = "dev.mintmark.target";

  private Annotations() {}

  static SortedMap<String, String> sorted(Map<String, String> annotations) {
    for (String key : annotations.keySet()) {
      if (key.isEmpty()) {
        throw new IllegalArgumentException("an annotation's key is empty");
      }
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }
}
