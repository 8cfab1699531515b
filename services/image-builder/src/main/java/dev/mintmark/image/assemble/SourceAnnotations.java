package dev.mintmark.image.assemble;

import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.oci.manifest.Annotations;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

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

  /** For manifests and the index: the labels and the source's time. */
  static Map<String, String> of(ImageRequest request) {
    Map<String, String> annotations = labels(request);
    annotations.put(
        Annotations.CREATED, Instant.ofEpochSecond(request.source().epoch()).toString());
    return annotations;
  }
}
