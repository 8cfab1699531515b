package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.marker.Need;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A package of a {@code uv.lock}.
 *
 * @param name normalized
 * @param version as written; {@code dynamic} for a project that does not say it
 * @param source kind and value of the one entry of its source
 */
record UvPackage(TomlTable table, String name, String version, Map.Entry<String, String> source) {
  private static final Set<String> PROJECTS = Set.of("virtual", "editable");

  /** An edge of the graph. */
  record Edge(
      String name,
      Set<String> extras,
      Optional<String> version,
      Optional<Map.Entry<String, String>> source,
      Optional<String> marker) {}

  static UvPackage read(TomlTable table) {
    return new UvPackage(
        table,
        Need.normalized(table.text("name")),
        table.maybeText("version").orElse("dynamic"),
        source(table, table.table("source")));
  }

  private static Map.Entry<String, String> source(TomlTable table, TomlTable source) {
    for (String kind :
        List.of("registry", "virtual", "editable", "git", "url", "path", "directory")) {
      if (source.has(kind)) {
        return Map.entry(kind, source.text(kind));
      }
    }
    throw table.faulty("it has no source that is known");
  }

  /** Whether it is the project that the lock is of, and not a package that it needs. */
  boolean isProject() {
    return PROJECTS.contains(source.getKey()) && source.getValue().equals(".");
  }

  /** What it depends on always, and with some extras. */
  List<Edge> edges(Set<String> extras) {
    List<Edge> edges = new java.util.ArrayList<>();
    table.tables("dependencies").forEach(each -> edges.add(edge(each)));
    TomlTable optional = table.table("optional-dependencies");
    for (String key : new TreeSet<>(fieldNames(optional))) {
      if (extras.contains(Need.normalized(key))) {
        optional.tables(key).forEach(each -> edges.add(edge(each)));
      }
    }
    return edges;
  }

  private static List<String> fieldNames(TomlTable table) {
    List<String> names = new java.util.ArrayList<>();
    table.node().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Edge edge(TomlTable each) {
    Set<String> extras = new TreeSet<>();
    each.texts("extra").forEach(extra -> extras.add(Need.normalized(extra)));
    return new Edge(
        Need.normalized(each.text("name")),
        extras,
        each.maybeText("version"),
        each.has("source") ? Optional.of(source(each, each.table("source"))) : Optional.empty(),
        each.maybeText("marker"));
  }

  /**
   * The package, as an image gets it.
   *
   * @throws VendorException (VND-006, VND-020, VND-050)
   */
  Pin pin(Set<String> extras) {
    if (!source.getKey().equals("registry")) {
      throw new VendorException(
          VendorCode.LOCK_SOURCE,
          table.where(),
          "it comes from a " + source.getKey() + ": " + source.getValue(),
          "publish it in an index as a wheel");
    }
    return new Pin(
        name,
        extras,
        version,
        LockedFiles.hashes(table, table.tables("wheels"), table.has("sdist") ? 1 : 0),
        table.where());
  }
}
