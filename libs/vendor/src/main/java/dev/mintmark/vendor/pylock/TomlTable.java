package dev.mintmark.vendor.pylock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table of a TOML file; what has another kind than it should have is refused.
 *
 * @param where it stands, for messages
 * @param command makes the file anew
 */
record TomlTable(JsonNode node, String where, String command) {
  private static final TomlMapper TOML = new TomlMapper();

  /**
   * Reads a file.
   *
   * @throws VendorException (VND-006) for one that is no TOML
   */
  static TomlTable read(byte[] bytes, String file, String command) {
    try {
      JsonNode node = TOML.readTree(bytes);
      return new TomlTable(node, file, command);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null ? "" : " in line " + Math.max(1, e.getLocation().getLineNr());
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "what " + file + " pins",
          "it is no TOML" + place + ": " + e.getOriginalMessage(),
          "make it anew: " + command,
          e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  boolean has(String key) {
    return node.has(key);
  }

  String text(String key) {
    return maybeText(key).orElseThrow(() -> faulty("it has no " + key));
  }

  Optional<String> maybeText(String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw faulty("its " + key + " is no text");
    }
    return Optional.of(value.textValue());
  }

  long number(String key) {
    JsonNode value = node.get(key);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw faulty("its " + key + " is no number");
    }
    return value.longValue();
  }

  /** The texts of a list; none where there is no list. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list(key)) {
      if (!each.isTextual()) {
        throw faulty("its " + key + " has something that is no text");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  /** A table below this one; empty where there is none. */
  TomlTable table(String key) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isObject()) {
      throw faulty("its " + key + " is no table");
    }
    return new TomlTable(value, where, command);
  }

  /** The tables of a list; none where there is no list. */
  List<TomlTable> tables(String key) {
    List<TomlTable> tables = new ArrayList<>();
    for (JsonNode each : list(key)) {
      if (!each.isObject()) {
        throw faulty("its " + key + " has something that is no table");
      }
      tables.add(new TomlTable(each, where, command));
    }
    return tables;
  }

  /** The texts of this table by their keys. */
  Map<String, String> allTexts() {
    Map<String, String> texts = new TreeMap<>();
    node.fieldNames().forEachRemaining(key -> texts.put(key, text(key)));
    return texts;
  }

  boolean isText(String key) {
    return node.path(key).isTextual();
  }

  private JsonNode list(String key) {
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isArray()) {
      throw faulty("its " + key + " is no list");
    }
    return value;
  }

  /** The same, standing somewhere that people find. */
  TomlTable at(String place) {
    return new TomlTable(node, place, command);
  }

  VendorException faulty(String found) {
    return new VendorException(
        VendorCode.FAULTY_LOCK, where, found, "make the lock anew: " + command);
  }
}
