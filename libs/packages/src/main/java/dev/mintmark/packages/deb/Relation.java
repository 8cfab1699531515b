package dev.mintmark.packages.deb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package of a field like {@code Depends} (Debian policy, 7.1).
 *
 * @param name of the other package
 * @param restriction e.g. {@code >= 2.36}; empty when any version will do
 */
public record Relation(String name, Optional<String> restriction) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\\s*"
              + "(?:\\(\\s*(<<|<=|=|>=|>>|<|>)\\s*([0-9A-Za-z][0-9A-Za-z.+:~-]*)\\s*\\))?");

  /** Reads a field's clauses, each a list of alternatives. */
  static List<List<Relation>> parse(ControlFields control, String field) {
    String text = control.value(field).orElse("");
    List<List<Relation>> clauses = new ArrayList<>();
    for (String clause : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      List<Relation> alternatives = new ArrayList<>();
      for (String alternative : clause.split("\\|", -1)) {
        alternatives.add(one(control, field, alternative.strip()));
      }
      clauses.add(List.copyOf(alternatives));
    }
    return List.copyOf(clauses);
  }

  private static Relation one(ControlFields control, String field, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw control.refuse(field, "'" + text + "' names no package");
    }
    return new Relation(
        matcher.group(1),
        Optional.ofNullable(matcher.group(2)).map(op -> op + " " + matcher.group(3)));
  }
}
