package dev.mintmark.sbom.bom;

import dev.mintmark.content.Artifact;
import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.Unread;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.sbom.release.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cyclonedx.model.Component;

/**
 * The files of one image: those of a package below their library, the release's own at the top.
 *
 * @param libraries sorted by package URL
 * @param own sorted by path
 */
record ImageFiles(List<Component> libraries, List<Component> own) {
  static ImageFiles of(List<FileTable.Row> rows, Inventory inventory, String supplier) {
    DeclaredPackages declared = DeclaredPackages.of(rows, inventory);
    SortedMap<String, List<FileTable.Row>> packages = new TreeMap<>();
    inventory
        .packages()
        .values()
        .forEach(each -> packages.put(declared.purl(each), new ArrayList<>()));
    List<Component> own = new ArrayList<>();
    for (FileTable.Row row : rows) {
      Optional<String> purl = declared.purl(row, inventory);
      if (purl.isEmpty()) {
        own.add(file(row, inventory).supplier(supplier).build());
      } else {
        packages.computeIfAbsent(purl.get(), key -> new ArrayList<>()).add(row);
      }
    }
    List<Component> libraries = new ArrayList<>();
    packages.forEach(
        (purl, files) -> libraries.add(library(purl, files, declared.found(purl), inventory)));
    return new ImageFiles(libraries, own);
  }

  private static Component library(
      String purl, List<FileTable.Row> files, Optional<FoundPackage> found, Inventory inventory) {
    PackageName name = PackageName.parse(purl);
    Part library =
        Part.of(Component.Type.LIBRARY, Refs.library(purl), name.name())
            .group(name.group())
            .version(name.version())
            .purl(purl);
    declare(library, files);
    found.ifPresent(each -> FoundParts.describe(library, each, files, inventory));
    return library.parts(files.stream().map(row -> file(row, inventory).build()).toList()).build();
  }

  /** What the request says of a package: of each file the licence, and the archive. */
  private static void declare(Part library, List<FileTable.Row> files) {
    Set<String> licenses = new TreeSet<>();
    Set<Artifact> archives = new TreeSet<>(Comparator.comparing(Artifact::digest));
    for (FileTable.Row file : files) {
      licenses.add(String.valueOf(file.input().license()));
      if (Release.isDeclared(file) && file.input().member() != null) {
        archives.add(file.input().artifact());
      }
    }
    // Files of one package under several licences say so themselves.
    if (licenses.size() == 1) {
      library.license(files.getFirst().input().license());
    }
    // The package's hash is that of its archive, when there is exactly one.
    if (archives.size() == 1) {
      library.sha256(archives.iterator().next().digest());
    }
  }

  private static Part file(FileTable.Row row, Inventory inventory) {
    FileTable.Input input = row.input();
    Part file =
        Part.of(Component.Type.FILE, Refs.file(row.path()), row.path())
            .sha256(row.digest())
            .license(input.license())
            .property(PropertyNames.INPUT, input.artifact().digest().toString())
            .property(PropertyNames.INPUT_MEMBER, input.member())
            .property(PropertyNames.FILE_MODE, "0" + Integer.toOctalString(row.mode()))
            .property(PropertyNames.FILE_SIZE, Long.toString(row.size()))
            .property(PropertyNames.FILE_LAYER, row.layer().toString());
    for (Unread unread : inventory.unread()) {
      if (unread.path().equals(row.path()) || unread.path().startsWith(row.path() + "!/")) {
        file.property(PropertyNames.UNREAD, unread.path() + ": " + unread.reason());
      }
    }
    return file;
  }
}
