package dev.mintmark.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A service's own JSON as a table: a column for each field that any of the objects has, in their
 * order, numbers at the right; fields of inner objects stand beside the others.
 */
public final class JsonTable {
  private static final int DECIMALS = 3;
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int SHORT_DIGEST = "sha256:".length() + 12;

  private JsonTable() {}

  /** A row for each object; digests are shortened. */
  public static Table of(Iterable<JsonNode> objects) {
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> {
      Map<String, JsonNode> row = fields(object);
      rows.add(row);
      names.addAll(row.keySet());
    });
    Table table = new Table();
    for (String name : names) {
      boolean number =
          rows.stream()
              .map(row -> row.get(name))
              .allMatch(value -> value == null || value.isNull() || value.isNumber());
      if (number) {
        table.right(name);
      } else {
        table.left(name);
      }
    }
    for (Map<String, JsonNode> row : rows) {
      table.row(names.stream().map(name -> shorten(text(row.get(name)))).toArray());
    }
    return table;
  }

  /** The document where it is a list, else its first field that is one; empty where none is. */
  public static Iterable<JsonNode> rows(JsonNode document) {
    if (document.isArray()) {
      return document;
    }
    for (JsonNode field : document) {
      if (field.isArray()) {
        return field;
      }
    }
    return List.of();
  }

  /** A row for each field of one object, without headings. */
  public static Table ofFields(JsonNode object) {
    Table table = new Table().left("").left("");
    fields(object).forEach((name, value) -> table.row(name, text(value)));
    return table;
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = words(field.getKey());
      if (field.getValue().isObject()) {
        fields(field.getValue()).forEach((inner, value) -> fields.put(name + " " + inner, value));
      } else {
        fields.put(name, field.getValue());
      }
    }
    return fields;
  }

  /** {@code deviceClass} as {@code device class}. */
  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "-";
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(JsonTable::text)
          .collect(Collectors.joining(", "));
    }
    return value.isFloatingPointNumber() ? rounded(value.decimalValue()) : value.asText();
  }

  /** Digests by their first digits: for people, never compared. */
  private static String shorten(String text) {
    return DIGEST.matcher(text).matches() ? text.substring(0, SHORT_DIGEST) : text;
  }

  private static String rounded(BigDecimal number) {
    return number.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
  }
}
