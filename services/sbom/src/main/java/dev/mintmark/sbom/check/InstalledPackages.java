package dev.mintmark.sbom.check;

import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.oci.filetable.FileTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether what is installed in an image is listed, once, with version, licence and evidence. */
final class InstalledPackages {
  private static final Set<String> SYSTEM = Set.of("pkg:deb", "pkg:apk", "pkg:rpm");

  private final Inventory inventory;
  private final Set<String> asked = new TreeSet<>();

  InstalledPackages(List<FileTable.Row> rows, Inventory inventory) {
    this.inventory = inventory;
    for (FileTable.Row row : rows) {
      if (isAsked(row)) {
        asked.add(String.valueOf(row.input().purl()));
      }
    }
  }

  /** A base's files lie in the layer that is their input. */
  private static boolean isAsked(FileTable.Row row) {
    return row.input().purl() != null && !row.layer().equals(row.input().artifact().digest());
  }

  /** The package URLs that have to be listed because they are installed. */
  Collection<String> purls() {
    return inventory.packages().values().stream().map(this::listed).toList();
  }

  /** Where a file has to be listed; empty for the release's own. */
  String purl(FileTable.Row row) {
    String input = row.input().purl() == null ? "" : row.input().purl();
    return isAsked(row) ? input : inventory.owner(row.path()).map(this::listed).orElse(input);
  }

  /** The request's own package URL of the same thing, where it has one. */
  private String listed(FoundPackage found) {
    String same = plain(found.purl());
    return asked.stream().filter(purl -> plain(purl).equals(same)).findFirst().orElse(found.purl());
  }

  /** Type, name, version, and of system packages the architecture. */
  private static String plain(String purl) {
    String bare = purl.replaceFirst("[?#].*", "");
    String type = bare.substring(0, bare.indexOf('/'));
    int last = bare.lastIndexOf('/');
    String name = bare.substring(last + 1);
    // A distribution's own namespace may be said in two ways; all others tell packages apart.
    String namespace =
        SYSTEM.contains(type) || last == type.length()
            ? ""
            : bare.substring(type.length() + 1, last).replace("%40", "@") + "/";
    if (type.equals("pkg:pypi")) {
      String[] parts = name.split("@", 2);
      return parts[0].toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-") + "@" + parts[1];
    }
    String architecture = purl.contains("arch=") ? purl.replaceFirst(".*arch=([^&]*).*", "$1") : "";
    return type + "/" + namespace + name + " " + architecture;
  }

  void check(ListedBom bom) {
    Map<String, ListedComponent> libraries = new HashMap<>();
    bom.all().stream()
        .filter(component -> component.is("library"))
        .forEach(component -> libraries.put(component.text("purl"), component));
    for (FoundPackage found : inventory.packages().values()) {
      ListedComponent listed = libraries.get(listed(found));
      if (listed == null) {
        throw bom.refused("it does not list the installed " + found.purl());
      }
      bom.require("the version of " + found.purl(), listed.text("version").equals(found.version()));
      bom.require("a licence of " + found.purl(), !listed.license().isEmpty());
      bom.require(
          "where " + found.purl() + " is recorded",
          listed.json().at("/evidence/occurrences").size() == found.recordedIn().size());
    }
  }
}
