package dev.mintmark.vendor.bundle;

import dev.mintmark.vendor.Fetched;
import java.util.List;

/**
 * What a bundle brought.
 *
 * @param files all of its manifest, in its order
 */
public record BundleContents(List<BundledFile> files, Fetched fetched, Origin origin) {
  public BundleContents {
    files = List.copyOf(files);
  }

  /** Who says that the bundle has what it should have. */
  public enum Origin {
    /** Nobody. */
    UNSIGNED,
    /** Somebody, and nothing was given to check it with. */
    NOT_CHECKED,
    /** The key that was given. */
    CHECKED
  }
}
