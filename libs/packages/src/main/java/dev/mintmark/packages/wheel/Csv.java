package dev.mintmark.packages.wheel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line of comma-separated values, as Python's csv module reads and writes it. */
final class Csv {
  private Csv() {}

  /** The fields of a line; empty when a quote is not closed, or stands where none may. */
  static Optional<List<String>> parse(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean closed = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = false;
          closed = true;
        }
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
        closed = false;
      } else if (closed || (c == '"' && !field.isEmpty())) {
        return Optional.empty();
      } else if (c == '"') {
        quoted = true;
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return quoted ? Optional.empty() : Optional.of(fields);
  }

  /** A field, in quotes where it needs them. */
  static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
