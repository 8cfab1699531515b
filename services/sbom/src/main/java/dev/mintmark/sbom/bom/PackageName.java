package dev.mintmark.sbom.bom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.mintmark.sbom.release.SbomCode;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A package URL's parts. They are cut out of the text here: the library lower-cases names in the
 * machine's locale, which would make other documents in Turkish.
 */
record PackageName(@Nullable String group, String name, @Nullable String version) {
  private static final Pattern FORM =
      Pattern.compile(
          "pkg:[a-z][a-z0-9.+-]*/(?:(?<group>[^?#]*)/)?(?<name>[^/@?#]+)"
              + "(?:@(?<version>[^?#/]+))?(?:[?#].*)?");
  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  /**
   * Reads a package URL.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-005
   */
  static PackageName parse(String purl) {
    Matcher form = FORM.matcher(purl);
    if (!form.matches()) {
      throw refused(purl, "it has not the form pkg:type/namespace/name@version");
    }
    try {
      // Only checked: what it made of the text is not used.
      new PackageURL(purl);
      return new PackageName(
          decode(form.group("group")),
          String.valueOf(decode(form.group("name"))),
          decode(form.group("version")));
    } catch (MalformedPackageURLException | IllegalArgumentException e) {
      throw refused(purl, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String decode(@Nullable String text) {
    return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static RuntimeException refused(String purl, String found) {
    return SbomCode.PACKAGE_URL
        .refusal(
            "package URL '" + purl + "'",
            found,
            "write it like pkg:maven/com.example/library@1.0 and build again")
        .asException();
  }

  /** The package URL of an OCI manifest (purl-spec, type oci). */
  static String oci(String repository, String digest, Map<String, String> qualifiers) {
    String name = repository.substring(repository.lastIndexOf('/') + 1);
    return canonical("oci", name, digest, qualifiers);
  }

  /** The package URL of a Python package; its name as PEP 503 normalizes it. */
  static String python(String name, String version) {
    String normal = SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
    return canonical("pypi", normal, version, Map.of());
  }

  private static String canonical(
      String type, String name, String version, Map<String, String> qualifiers) {
    try {
      return new PackageURL(type, null, name, version, new TreeMap<>(qualifiers), null)
          .canonicalize();
    } catch (MalformedPackageURLException e) {
      throw refused(type + " " + name + " " + version, String.valueOf(e.getMessage()));
    }
  }
}
