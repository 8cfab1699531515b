package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.Platform;

/**
 * One package for one platform.
 *
 * @param name as the lock has it
 * @param version as the lock has it
 * @param file the archive's own name, without folders
 * @param purl package URL
 */
public record ImagePackage(
    Platform platform,
    Kind kind,
    String name,
    String version,
    Artifact source,
    String file,
    String purl) {
  /** How it is installed. */
  public enum Kind {
    DEBIAN,
    WHEEL
  }

  public ImagePackage {
    if (file.isEmpty() || file.contains("/")) {
      throw new IllegalArgumentException("file of package " + name + " is no name: '" + file + "'");
    }
    if (!purl.startsWith("pkg:")) {
      throw new IllegalArgumentException("purl of package " + name + " is none: '" + purl + "'");
    }
  }
}
