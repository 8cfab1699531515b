package dev.mintmark.cli.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.WheelsLock;
import java.util.HexFormat;

/** Package URLs of locked packages (purl-spec, types deb and pypi). */
final class PackageUrls {
  private static final String PLAIN = "-._~:";

  private PackageUrls() {}

  /** {@code pkg:deb/<vendor>/<name>@<version>?arch=<architecture>&distro=<codename>}. */
  static String debian(DebianLock lock, DebianLock.Package each) {
    boolean all = each.file().endsWith("_all.deb");
    return "pkg:deb/%s/%s@%s?arch=%s&distro=%s"
        .formatted(
            encoded(lock.vendor()),
            encoded(each.name()),
            encoded(each.version()),
            all ? "all" : each.architecture(),
            encoded(lock.codename()));
  }

  /** {@code pkg:pypi/<name>@<version>}. */
  static String wheel(WheelsLock.Wheel each) {
    return "pkg:pypi/%s@%s".formatted(encoded(each.name()), encoded(each.version()));
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
