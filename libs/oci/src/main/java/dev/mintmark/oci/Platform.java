package dev.mintmark.oci;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image runs on, in Go's words (image-spec, image index, "platform").
 *
 * @param variant CPU variant such as {@code v7}; null for amd64 and arm64, whose baseline needs
 *     none
 */
public record Platform(String os, String architecture, @Nullable String variant)
    implements Comparable<Platform> {
  private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", null);
  public static final Platform LINUX_ARM64 = new Platform("linux", "arm64", null);

  public Platform {
    check(os);
    check(architecture);
    if (variant != null) {
      check(variant);
    }
  }

  /**
   * Reads {@code os/architecture} or {@code os/architecture/variant}.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "not a platform: '" + text + "'; expected a form like linux/arm64");
    }
    return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
  }

  private static void check(String part) {
    if (!PART.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "not a part of a platform: '" + part + "'; expected a form like linux/arm64");
    }
  }

  @Override
  public int compareTo(Platform other) {
    return toString().compareTo(other.toString());
  }

  /** For example {@code linux/arm64}. */
  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
