package dev.mintmark.sbom.document;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.mintmark.content.Artifact;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.oci.filetable.FileTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cyclonedx.model.Component;
import org.jspecify.annotations.Nullable;

/** The packages that an image's files come from: one for each package URL and archive. */
final class Libraries {
  private Libraries() {}

  /**
   * A package.
   *
   * @param archive the package as published
   * @param rows the files taken from it, by path
   */
  record Library(String purl, Artifact archive, List<Row> rows) {
    String ref() {
      return purl + "#" + archive.digest().hex();
    }

    /** The library, without its files. */
    Component component() {
      PackageURL url = parsed(purl);
      Component library = Parts.component(Component.Type.LIBRARY, ref(), url.getName());
      library.setGroup(url.getNamespace());
      library.setVersion(url.getVersion());
      library.setPurl(purl);
      library.addHash(Parts.sha256(archive.digest()));
      boolean oneLicense =
          rows.stream().allMatch(row -> Objects.equals(license(row), license(rows.getFirst())));
      Parts.license(library, oneLicense ? license(rows.getFirst()) : null);
      return library;
    }

    private static @Nullable String license(Row row) {
      return row.input().license();
    }
  }

  static List<Library> of(List<Row> rows) {
    Map<String, List<Row>> byPackage = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.input().purl() != null) {
        byPackage
            .computeIfAbsent(
                row.input().purl() + "#" + row.input().artifact().digest(),
                key -> new ArrayList<>())
            .add(row);
      }
    }
    return byPackage.values().stream().map(Libraries::library).toList();
  }

  private static Library library(List<Row> rows) {
    Row first = rows.getFirst();
    return new Library(
        String.valueOf(first.input().purl()), first.input().artifact(), List.copyOf(rows));
  }

  private static PackageURL parsed(String purl) {
    try {
      return new PackageURL(purl);
    } catch (MalformedPackageURLException e) {
      throw new Refusal(
              "SBM-001",
              "the package URL " + purl,
              String.valueOf(e.getMessage()),
              "give a package URL with a version, e.g. pkg:maven/group/name@1.0")
          .asException();
    }
  }
}
