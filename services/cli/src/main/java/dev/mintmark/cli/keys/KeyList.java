package dev.mintmark.cli.keys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.KeySetVerifier;
import dev.mintmark.verify.keyset.KeyState;
import dev.mintmark.verify.keyset.ListedKey;
import dev.mintmark.verify.keyset.RootKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder's key set, verified by root keys, as a table and as a document. */
public final class KeyList {
  private final KeySet set;
  private final Map<String, String> names;

  private KeyList(KeySet set, Map<String, String> names) {
    this.set = set;
    this.names = names;
  }

  /**
   * Reads and verifies.
   *
   * @param roots public root keys; empty for the folder's own
   * @throws dev.mintmark.cli.failure.CommandException CLI-150
   * @throws dev.mintmark.verify.refusal.RefusedException VER-050 to VER-053
   */
  public static KeyList of(Path folder, List<Path> roots) {
    KeyFolder keys = new KeyFolder(folder);
    List<Path> files = roots.isEmpty() ? List.of(keys.half("root")) : roots;
    var file = keys.read();
    RootKeys pin = RootKeys.all(files.stream().map(VerificationKey::read).toList());
    KeySet set = KeySetVerifier.verify(file, pin, Optional.empty()).set();
    return new KeyList(set, keys.names());
  }

  public KeySet set() {
    return set;
  }

  public Table table() {
    Table table =
        new Table()
            .left("role")
            .left("id")
            .left("state")
            .left("versions")
            .left("file")
            .left("note");
    for (VerificationKey root : set.root().keys()) {
      table.row("root", root.hint(), "active", "-", name(root.hint()), "");
    }
    for (ListedKey key : set.keys()) {
      String versions = key.since() + (key.until() == 0 ? "-" : "-" + (key.until() - 1));
      table.row(
          key.role().word(),
          key.id(),
          new Cell(key.state().word(), style(key.state())),
          versions,
          name(key.id()),
          note(key));
    }
    return table;
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", set.version());
    set.lifetime()
        .ifPresent(lifetime ->
            json.put("issued", lifetime.issued().toString())
                .put("expires", lifetime.expires().toString()));
    ObjectNode root = json.putObject("root").put("threshold", set.root().threshold());
    var roots = root.putArray("keys");
    set.root().keys().forEach(key -> roots.add(key.hint()));
    var keys = json.putArray("keys");
    for (ListedKey key : set.keys()) {
      ObjectNode one =
          keys.addObject()
              .put("role", key.role().word())
              .put("id", key.id())
              .put("state", key.state().word())
              .put("since", key.since());
      if (key.until() > 0) {
        one.put("until", key.until());
      }
      key.reason().ifPresent(reason -> one.put("reason", reason));
      if (!key.last().isEmpty()) {
        ObjectNode last = one.putObject("last");
        key.last().forEach(last::put);
      }
      Optional.ofNullable(names.get(key.id())).ifPresent(name -> one.put("name", name));
    }
    return json;
  }

  private String name(String id) {
    return names.getOrDefault(id, "-");
  }

  private static String note(ListedKey key) {
    return key.reason().orElse(key.last().isEmpty() ? "" : "up to " + key.last());
  }

  private static Style style(KeyState state) {
    return switch (state) {
      case ACTIVE -> Style.GOOD;
      case RETIRED -> Style.STRONG;
      case REVOKED -> Style.BAD;
    };
  }
}
