package dev.mintmark.sbom.document;

import dev.mintmark.oci.filetable.FileTable.Row;
import java.util.List;
import org.cyclonedx.model.Component;

/** An image's files, each with the input that it was taken from. */
final class Files {
  private Files() {}

  static List<Component> of(List<Row> rows) {
    return rows.stream().map(Files::of).toList();
  }

  static Component of(Row row) {
    Component file = Parts.component(Component.Type.FILE, "file:" + row.path(), row.path());
    file.addHash(Parts.sha256(row.digest()));
    Parts.license(file, row.input().license());
    file.addProperty(Parts.property("file:mode", octal(row.mode())));
    file.addProperty(Parts.property("file:size", Long.toString(row.size())));
    file.addProperty(Parts.property("file:layer", row.layer().toString()));
    file.addProperty(Parts.property("input:digest", row.input().artifact().digest().toString()));
    String member = row.input().member();
    if (member != null) {
      file.addProperty(Parts.property("input:member", member));
    }
    String purl = row.input().purl();
    if (purl != null) {
      file.addProperty(Parts.property("input:purl", purl));
    }
    return file;
  }

  /** Not by a formatter: its digits follow the locale. */
  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
