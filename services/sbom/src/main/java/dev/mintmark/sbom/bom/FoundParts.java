package dev.mintmark.sbom.bom;

import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.oci.filetable.FileTable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an image says of a package that is installed there. */
final class FoundParts {
  private FoundParts() {}

  static void describe(
      Part library, FoundPackage found, List<FileTable.Row> files, Inventory inventory) {
    if (library.isLicenseUnknown()) {
      library.license(found.license());
    }
    found.supplier().ifPresent(library::supplier);
    library.occurrences(List.copyOf(found.recordedIn()));
    found.source().ifPresent(source -> library.property(PropertyNames.SOURCE_PACKAGE, source));
    Set<String> inputs = new TreeSet<>();
    files.forEach(row -> inputs.add(row.input().artifact().digest().toString()));
    inputs.forEach(input -> library.property(PropertyNames.PACKAGE_INPUT, input));
    Set<String> around = new TreeSet<>();
    for (String path : found.files()) {
      inventory
          .owner(path)
          .filter(owner -> !owner.purl().equals(found.purl()))
          .ifPresent(owner -> around.add(owner.purl()));
    }
    around.forEach(purl -> library.property(PropertyNames.PART_OF, purl));
    // It is this one file: its hash is the package's.
    if (found.ecosystem() == Ecosystem.NATIVE && files.size() == 1) {
      library.sha256(files.getFirst().digest());
    }
  }
}
