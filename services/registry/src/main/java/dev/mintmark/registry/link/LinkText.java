package dev.mintmark.registry.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import java.util.List;

/** The forms that a link's value may have; each reader throws where it finds another one. */
final class LinkText {
  private static final int SHOWN = 80;

  private LinkText() {}

  /** A size in bytes: decimal digits, nothing else. */
  static long size(String value) {
    if (!value.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("not a size");
    }
    return Long.parseLong(value);
  }

  /** {@code <size> <media type>}. */
  static Artifact manifest(Digest digest, String value) {
    String[] parts = value.split(" ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("no media type");
    }
    return new Artifact(digest, parts[1], size(parts[0]));
  }

  /** An index of one. */
  static Descriptor descriptor(String index) {
    List<Descriptor> manifests = OciReader.index(index.getBytes(UTF_8)).manifests();
    if (manifests.size() != 1) {
      throw new IllegalArgumentException("not one descriptor");
    }
    return manifests.getFirst();
  }

  static RefusedException malformed(String key, String value) {
    String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return new Refusal(
            "REG-008",
            "link " + key,
            "found '"
                + shown.replaceAll("\\p{Cntrl}", "?")
                + "', which another build may have written",
            "publish a release that contains it: that writes the link anew")
        .asException();
  }
}
