package dev.mintmark.image.assemble;

import dev.mintmark.content.Digest;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.oci.manifest.Annotations;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an image says of its origin, in the words of the image specification. */
final class SourceAnnotations {
  private SourceAnnotations() {}

  /** For a config's labels. */
  static Map<String, String> labels(ImageRequest request) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Annotations.TITLE, request.release().name());
    labels.put(Annotations.VERSION, request.release().version());
    labels.put(Annotations.SOURCE, request.source().repository());
    labels.put(Annotations.REVISION, request.source().commit());
    return labels;
  }

  /**
   * For manifests and the index: the labels, the source's time and what they are built on.
   *
   * @param base digest of the base's manifest or index; null for none
   */
  static Map<String, String> of(ImageRequest request, @Nullable Digest base) {
    Map<String, String> annotations = labels(request);
    annotations.put(
        Annotations.CREATED, Instant.ofEpochSecond(request.source().epoch()).toString());
    if (base != null) {
      annotations.put(Annotations.BASE_DIGEST, base.toString());
    }
    return annotations;
  }
}
