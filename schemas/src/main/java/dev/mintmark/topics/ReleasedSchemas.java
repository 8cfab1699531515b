package dev.mintmark.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/**
 * Every schema that an event was ever released with, for the log is kept for ever: the frozen
 * copies of {@code src/released}, as this jar has them. Read when it is first asked for.
 */
public final class ReleasedSchemas {
  private static final String ROOT = "dev/mintmark/released/";

  /** Names every file of the folder, one a line: a class loader lists none. */
  static final String INDEX = "index.txt";

  private ReleasedSchemas() {}

  private static final class Loaded {
    static final Map<String, List<Schema>> BY_NAME = load();
  }

  /**
   * The schemas of that event in all released versions, each once.
   *
   * @param fullName with the namespace
   */
  public static List<Schema> of(String fullName) {
    return Loaded.BY_NAME.getOrDefault(fullName, List.of());
  }

  private static Map<String, List<Schema>> load() {
    Map<String, List<Schema>> byName = new TreeMap<>();
    versions().forEach((version, files) -> parse(files).forEach(schema -> add(byName, schema)));
    byName.replaceAll((name, schemas) -> List.copyOf(schemas));
    return byName;
  }

  private static void add(Map<String, List<Schema>> byName, Schema schema) {
    List<Schema> known = byName.computeIfAbsent(schema.getFullName(), name -> new ArrayList<>());
    if (!known.contains(schema)) {
      known.add(schema);
    }
  }

  /** The files of each version, of all indexes that are there. */
  private static Map<String, List<String>> versions() {
    Map<String, List<String>> versions = new LinkedHashMap<>();
    try {
      for (URL index : Collections.list(loader().getResources(ROOT + INDEX))) {
        try (InputStream in = index.openStream()) {
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .forEach(file ->
                  versions
                      .computeIfAbsent(
                          file.substring(0, file.indexOf('/')), version -> new ArrayList<>())
                      .add(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (versions.isEmpty()) {
      throw new IllegalStateException("the schemas' jar has no " + ROOT + INDEX);
    }
    return versions;
  }

  /** The schemas of one version's files, which name each other. */
  private static List<Schema> parse(List<String> files) {
    SchemaParser parser = new SchemaParser();
    for (String file : files) {
      try (InputStream in = loader().getResourceAsStream(ROOT + file)) {
        if (in == null) {
          throw new IllegalStateException("the index names " + file + ", and it is not there");
        }
        parser.parse(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return parser.getParsedNamedSchemas();
  }

  private static ClassLoader loader() {
    return ReleasedSchemas.class.getClassLoader();
  }
}
