package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.Answer;
import dev.mintmark.vendor.marker.Marker;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.Set;

/** Decides markers for an image, or refuses. */
public final class Decisions {
  private Decisions() {}

  /**
   * Whether a marker holds.
   *
   * @param where it stands, for the message
   * @throws VendorException (VND-021) for one that is none, or that the image does not decide
   */
  public static boolean holds(
      String marker, MarkerEnvironment image, Set<String> extras, String where) {
    Answer answer;
    try {
      answer = image.holds(Marker.parse(marker), extras);
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.MARKER,
          where,
          String.valueOf(e.getMessage()),
          "correct it, or make the lock anew",
          e);
    }
    return switch (answer) {
      case YES -> true;
      case NO -> false;
      case UNKNOWN -> throw undecided(marker, image, where);
    };
  }

  /** The refusal of a marker that holds on some machines of this kind and not on others. */
  public static VendorException undecided(String marker, MarkerEnvironment image, String where) {
    boolean patch = image.patch().isEmpty() && marker.contains("full_version");
    return new VendorException(
        VendorCode.MARKER,
        where,
        "its marker '" + marker + "' cannot be decided for " + image,
        patch
            ? "say the whole version in image.pythonVersion, e.g. \"3." + image.minor() + ".2\""
            : "leave out what depends on the kernel: an image runs on many");
  }
}
