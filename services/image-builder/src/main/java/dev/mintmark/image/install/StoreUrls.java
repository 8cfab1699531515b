package dev.mintmark.image.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.nar.StorePath;
import java.net.URLEncoder;

/**
 * Package URLs of store paths. purl-spec has no type for Nix or Guix, so they are generic, and the
 * whole path tells them apart.
 */
final class StoreUrls {
  private StoreUrls() {}

  /**
   * {@code pkg:generic/<name>@<version>?store_path=<path>}; the hash stands for a version where the
   * path has none.
   */
  static String of(StorePath path) {
    return "pkg:generic/%s@%s?store_path=%s"
        .formatted(
            encoded(path.name()),
            encoded(path.version().orElse(path.hash())),
            encoded(path.toString()));
  }

  /** Store paths have no character that this writes in another way than purl-spec. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
