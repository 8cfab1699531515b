package dev.mintmark.cli.vendor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.bundle.BundledFile;
import java.util.List;

/** Says what was locked and fetched. */
public final class VendorReport {
  private VendorReport() {}

  /** The locks' changes. */
  public static void print(Console console, List<LockChange> changes) {
    if (changes.isEmpty()) {
      console.print("the locks are as they were");
      return;
    }
    Table table = new Table().left("lock").left("for").left("package").left("before").left("now");
    changes.forEach(
        each -> table.row(each.lock(), each.platform(), each.name(), each.before(), each.now()));
    console.print(table);
  }

  /** What came. */
  public static void print(Console console, List<VendorRow> rows, VendorStore store) {
    Table table =
        new Table().left("input").left("for").right("files").right("fetched").right("size");
    rows.forEach(each ->
        table.row(
            each.kind(),
            each.of(),
            String.valueOf(each.fetched().files()),
            String.valueOf(each.fetched().fetched()),
            Sizes.format(each.fetched().bytes())));
    console.print(table);
    console.print("vendored in " + store.root());
  }

  /** What vouches for it. */
  public static void printEvidence(Console console, List<BundledFile> evidence) {
    long indexes = evidence.stream().filter(each -> each.name().startsWith("evidence/")).count();
    console.print(
        "evidence kept: %d lock files, %d signed indexes"
            .formatted(evidence.size() - indexes, indexes));
  }

  /** The same as a document. */
  public static ObjectNode json(
      List<LockChange> changes,
      List<VendorRow> rows,
      List<BundledFile> evidence,
      VendorStore store) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("folder", store.root().toString());
    ArrayNode inputs = json.putArray("inputs");
    for (VendorRow row : rows) {
      inputs
          .addObject()
          .put("kind", row.kind())
          .put("for", row.of())
          .put("files", row.fetched().files())
          .put("fetched", row.fetched().fetched())
          .put("bytes", row.fetched().bytes());
    }
    ArrayNode kept = json.putArray("evidence");
    for (BundledFile each : evidence) {
      kept.addObject()
          .put("name", each.name())
          .put("digest", each.digest().toString())
          .put("size", each.size());
    }
    ArrayNode changed = json.putArray("changes");
    for (LockChange change : changes) {
      changed
          .addObject()
          .put("lock", change.lock())
          .put("for", change.platform())
          .put("package", change.name())
          .put("before", change.before())
          .put("now", change.now());
    }
    return json;
  }
}
