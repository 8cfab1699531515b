package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.Platform;
import org.jspecify.annotations.Nullable;

/**
 * One file for one platform, taken as it is.
 *
 * @param path absolute in the image
 * @param mode permission bits, 0 to 0777
 * @param source the file, or the archive that holds it
 * @param member path inside the archive; null when the source is the file
 * @param purl package URL; null when it is from no package
 * @param license SPDX expression
 */
public record RuntimeFile(
    Platform platform,
    String path,
    int mode,
    Artifact source,
    @Nullable String member,
    @Nullable String purl,
    String license) {
  public RuntimeFile {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path of file '" + path + "' is not absolute");
    }
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "mode of file " + path + " is not in 0 to 777 (octal): " + Integer.toOctalString(mode));
    }
  }

  /** The path as layers have it, relative to the root. */
  public String layerPath() {
    return path.substring(1);
  }

  /** For people: which input this is. */
  public String inputName() {
    return member == null ? source.digest().toString() : member + " of " + source.digest();
  }
}
