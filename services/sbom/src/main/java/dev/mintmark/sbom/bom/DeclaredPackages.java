package dev.mintmark.sbom.bom;

import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.sbom.release.Release;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Packages that the request names and that are found installed as well: they stay under the
 * request's package URL, and are told of once.
 *
 * @param declared the request's package URL, by identity
 * @param found by the package URL under which they are told of
 */
record DeclaredPackages(Map<String, String> declared, Map<String, FoundPackage> found) {
  private static final Pattern FORM =
      Pattern.compile("pkg:([^/]+)/(?:([^?#]*)/)?([^/@?#]+)@([^?#]+)(?:\\?([^#]*))?(?:#.*)?");

  /** Types whose namespace is a distribution's, which two readers may name differently. */
  private static final Set<String> SYSTEM = Set.of("deb", "apk", "rpm");

  private static final Pattern ARCHITECTURE = Pattern.compile("(?:^|&)arch=([^&]*)");

  static DeclaredPackages of(List<FileTable.Row> rows, Inventory inventory) {
    Map<String, String> declared = new HashMap<>();
    for (FileTable.Row row : rows) {
      if (Release.isDeclared(row)) {
        String purl = String.valueOf(row.input().purl());
        declared.put(identity(purl), purl);
      }
    }
    Map<String, FoundPackage> found = new TreeMap<>();
    inventory
        .packages()
        .values()
        .forEach(
            each -> found.put(declared.getOrDefault(identity(each.purl()), each.purl()), each));
    return new DeclaredPackages(declared, found);
  }

  /** Type, name, version and architecture: vendors and codenames are spelled in several ways. */
  static String identity(String purl) {
    Matcher form = FORM.matcher(purl);
    if (!form.matches()) {
      return purl;
    }
    String name =
        form.group(1).equals("pypi") ? PackageUrl.pythonName(form.group(3)) : form.group(3);
    String namespace =
        form.group(2) == null || SYSTEM.contains(form.group(1))
            ? ""
            : form.group(2).replace("%40", "@");
    Matcher architecture = ARCHITECTURE.matcher(form.group(5) == null ? "" : form.group(5));
    String of = architecture.find() ? architecture.group(1) : "";
    return String.join(" ", form.group(1), namespace, name, form.group(4), of);
  }

  /** Under which package URL a found package is told of. */
  String purl(FoundPackage each) {
    return declared.getOrDefault(identity(each.purl()), each.purl());
  }

  /** To which package a file belongs; a base's that no package of it owns are the base's. */
  Optional<String> purl(FileTable.Row row, Inventory inventory) {
    Optional<String> said = Optional.ofNullable(row.input().purl());
    return Release.isDeclared(row)
        ? said
        : inventory.owner(row.path()).map(this::purl).or(() -> said);
  }

  Optional<FoundPackage> found(String purl) {
    return Optional.ofNullable(found.get(purl));
  }
}
