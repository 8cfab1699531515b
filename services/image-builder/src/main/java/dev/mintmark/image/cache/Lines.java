package dev.mintmark.image.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.layer.Layer;
import java.util.List;

/** Values of entries: lines of fields with a space between, the last one to the line's end. */
final class Lines {
  private Lines() {}

  /** A line's fields. */
  static List<String> fields(String line, int count) throws BrokenEntryException {
    List<String> fields = List.of(line.split(" ", count));
    if (fields.size() != count) {
      throw new BrokenEntryException(CacheFault.MALFORMED);
    }
    return fields;
  }

  static List<String> of(byte[] value) {
    return new String(value, UTF_8).lines().toList();
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  /** Three fields: digest and size of the blob, digest of the tar. */
  static String blob(Layer layer) {
    Artifact blob = layer.blob();
    return blob.digest().hex() + " " + blob.size() + " " + layer.diffId().hex();
  }

  /**
   * A layer without its files.
   *
   * @throws IllegalArgumentException when a field is none
   */
  static Layer layer(String blob, String size, String diffId) {
    return new Layer(
        new Artifact(new Digest(blob), OciMediaTypes.LAYER_GZIP, Long.parseLong(size)),
        new Digest(diffId),
        List.of());
  }
}
