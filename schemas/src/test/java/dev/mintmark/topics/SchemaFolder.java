package dev.mintmark.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** A folder of {@code .avsc} files: the schemas as they are, or a frozen copy of them. */
record SchemaFolder(Path path) {
  static final SchemaFolder NEWEST = new SchemaFolder(Path.of("src", "main", "avro"));
  private static final Path RELEASED = Path.of("src", "released");

  /** The frozen copies, one folder per released version. */
  static List<SchemaFolder> released() {
    try (Stream<Path> versions = Files.list(RELEASED)) {
      return versions.filter(Files::isDirectory).sorted().map(SchemaFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every named schema of the folder, nested ones included, by full name. */
  Map<String, Schema> schemas() {
    SchemaParser parser = new SchemaParser();
    for (Path file : files()) {
      try {
        parser.parse(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Map<String, Schema> schemas = new TreeMap<>();
    parser.getParsedNamedSchemas().forEach(s -> schemas.put(s.getFullName(), s));
    return schemas;
  }

  /** The schemas that are files: events, and what events share. */
  List<Schema> topLevel() {
    Map<String, Schema> schemas = schemas();
    return files().stream()
        .map(f -> f.getFileName().toString().replace(".avsc", ""))
        .map(name ->
            schemas.values().stream()
                .filter(s -> s.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ".avsc defines no " + name)))
        .toList();
  }

  List<Path> files() {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.getFileName().toString();
  }
}
