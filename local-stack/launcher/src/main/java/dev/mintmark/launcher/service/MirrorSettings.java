package dev.mintmark.launcher.service;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an operator says of the registry's mirrors; the service itself checks what it means. */
final class MirrorSettings {
  private static final String BEGINNING = "mintmark.registry.mirrors.";

  private MirrorSettings() {}

  /**
   * Reads a properties file; nothing where there is none.
   *
   * @throws StackException STK-048 for a property that is not about mirrors
   */
  static Map<String, String> read(Path file) throws IOException {
    SortedMap<String, String> values = new TreeMap<>();
    if (!Files.exists(file)) {
      return values;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw refused(file, "it is no properties file: " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      if (!key.startsWith(BEGINNING)) {
        throw refused(file, "it has '" + key + "'");
      }
      values.put(key, properties.getProperty(key));
    }
    return values;
  }

  private static StackException refused(Path file, String found) {
    return new StackException(
        "STK-048",
        "cannot use " + file + ": " + found + "; it may only have " + BEGINNING + "<name>.…");
  }
}
