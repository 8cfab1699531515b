package dev.mintmark.sbom.check;

import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.sbom.bom.PropertyNames;
import dev.mintmark.sbom.release.Release;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether an image's document lists its files, their packages and the models that it runs. */
final class ImageContents {
  private ImageContents() {}

  static void check(Release release, String platform, ListedBom bom) {
    List<FileTable.Row> rows = release.files(platform);
    InstalledPackages installed = new InstalledPackages(rows, release.inventory(platform));
    Set<String> packages = new TreeSet<>(installed.purls());
    for (FileTable.Row row : rows) {
      String purl = installed.purl(row);
      file(row, purl, bom);
      if (!purl.isEmpty()) {
        packages.add(purl);
      }
    }
    installed.check(bom);
    long files = bom.all().stream().filter(c -> c.is("file")).count();
    bom.require("exactly the image's " + rows.size() + " files", files == rows.size());
    libraries(packages, bom);
    for (ModelArtifact model : release.models(platform)) {
      model(release, model, bom);
    }
  }

  private static void file(FileTable.Row row, String purl, ListedBom bom) {
    FileTable.Input input = row.input();
    ListedComponent file =
        bom.require(
            "file " + row.path(),
            row.path(),
            c -> c.is("file") && c.hasSha256(row.digest().toString()));
    String of = " of file " + row.path();
    bom.require(
        "the input" + of,
        file.has(PropertyNames.INPUT, input.artifact().digest().toString())
            && file.has(PropertyNames.INPUT_MEMBER, orEmpty(input.member())));
    bom.require("the package" + of, file.inside().equals(purl));
    bom.require("the licence" + of, file.license().equals(orEmpty(input.license())));
  }

  private static void libraries(Set<String> packages, ListedBom bom) {
    Set<String> listed = new TreeSet<>();
    for (ListedComponent component : bom.all()) {
      if (component.is("library") && !component.text("purl").isEmpty()) {
        listed.add(component.text("purl"));
        bom.require(
            "the known unknowns of " + component.text("purl"),
            bom.knownUnknowns().contains(component.text("bom-ref")));
        bom.require(
            "the image's need of " + component.text("purl"),
            bom.needs(bom.subject().text("bom-ref")).contains(component.text("bom-ref")));
      }
    }
    bom.require("exactly the libraries " + packages, listed.equals(packages));
  }

  private static void model(Release release, ModelArtifact model, ListedBom bom) {
    ListedComponent listed =
        bom.require(
            "the model of target " + model.getTarget(),
            release.request().getName(),
            c ->
                c.is("machine-learning-model")
                    && c.has(PropertyNames.TARGET, model.getTarget())
                    && c.hasSha256(model.getModel().getDigest()));
    bom.require(
        "a link to the document of model " + model.getTarget(),
        listed.json().path("externalReferences").path(0).path("type").asText().equals("bom"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
