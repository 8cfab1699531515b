package dev.mintmark.sbom.bom;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.filetable.FileTable;
import java.util.ArrayList;
import java.util.List;
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
  static ImageFiles of(List<FileTable.Row> rows, String supplier) {
    SortedMap<String, List<FileTable.Row>> packages = new TreeMap<>();
    List<Component> own = new ArrayList<>();
    for (FileTable.Row row : rows) {
      String purl = row.input().purl();
      if (purl == null) {
        own.add(file(row).supplier(supplier).build());
      } else {
        packages.computeIfAbsent(purl, key -> new ArrayList<>()).add(row);
      }
    }
    List<Component> libraries = new ArrayList<>();
    packages.forEach((purl, files) -> libraries.add(library(purl, files)));
    return new ImageFiles(libraries, own);
  }

  private static Component library(String purl, List<FileTable.Row> files) {
    PackageName name = PackageName.parse(purl);
    Part library =
        Part.of(Component.Type.LIBRARY, Refs.library(purl), name.name())
            .group(name.group())
            .version(name.version())
            .purl(purl);
    Set<String> licenses = new TreeSet<>();
    Set<Artifact> archives = new TreeSet<>(java.util.Comparator.comparing(Artifact::digest));
    for (FileTable.Row file : files) {
      licenses.add(String.valueOf(file.input().license()));
      if (file.input().member() != null) {
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
    return library.parts(files.stream().map(row -> file(row).build()).toList()).build();
  }

  private static Part file(FileTable.Row row) {
    FileTable.Input input = row.input();
    return Part.of(Component.Type.FILE, Refs.file(row.path()), row.path())
        .sha256(row.digest())
        .license(input.license())
        .property(PropertyNames.INPUT, input.artifact().digest().toString())
        .property(PropertyNames.INPUT_MEMBER, input.member())
        .property(PropertyNames.FILE_MODE, "0" + Integer.toOctalString(row.mode()))
        .property(PropertyNames.FILE_SIZE, Long.toString(row.size()))
        .property(PropertyNames.FILE_LAYER, row.layer().toString());
  }
}
