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

  /** Digest of the image that this one is built on. */
  public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

  /** Of an index: followed by a target's name, the digest of that target's model manifest. */
  public static final String MODEL_PREFIX = "dev.mintmark.model.";

  /** Of a model's manifest or a release statement: the target that it is for. */
  public static final String TARGET = "dev.mintmark.target";

  /** Of a model's manifest: {@code os/architecture} of its target. */
  public static final String PLATFORM = "dev.mintmark.platform";

  /** Of a model's manifest: how it was quantized. */
  public static final String RUNG = "dev.mintmark.rung";

  /** Of a model's manifest: what its gate measured. */
  public static final String METRIC = "dev.mintmark.metric";

  /** Of a model's manifest: the measure it reached, a decimal number. */
  public static final String VALUE = "dev.mintmark.value";

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
