package dev.mintmark.image.install;

import dev.mintmark.oci.Platform;
import java.util.Optional;

/**
 * What packages call a platform.
 *
 * @param debian e.g. {@code arm64}
 * @param wheel e.g. {@code aarch64}
 */
record Words(String debian, String wheel) {
  /** Empty for a platform whose packages are not known here. */
  static Optional<Words> of(Platform platform) {
    return switch (platform.toString()) {
      case "linux/amd64" -> Optional.of(new Words("amd64", "x86_64"));
      case "linux/arm64" -> Optional.of(new Words("arm64", "aarch64"));
      default -> Optional.empty();
    };
  }
}
