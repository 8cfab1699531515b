package dev.mintmark.vendor.marker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a marker by descent: {@code or} of {@code and} of comparisons and parentheses. */
final class MarkerParser {
  private static final int MAX_LENGTH = 8192;
  private static final int MAX_DEPTH = 50;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<literal>'[^']*'|\"[^\"]*\")|(?<operator>===|~=|==|!=|<=|>=|<|>)"
              + "|(?<word>[A-Za-z_]+)|(?<bracket>[()]))");
  private static final Set<String> VARIABLES =
      Set.of(
          "python_version",
          "python_full_version",
          "implementation_version",
          "platform_release",
          "platform_version",
          "os_name",
          "sys_platform",
          "platform_system",
          "platform_machine",
          "platform_python_implementation",
          "implementation_name",
          Marker.EXTRA);

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int depth;

  MarkerParser(String text) {
    this.text = text;
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("the marker has " + text.length() + " characters");
    }
    Matcher token = TOKEN.matcher(text.strip());
    int end = 0;
    while (token.lookingAt()) {
      tokens.add(token.group().strip());
      end = token.end();
      token.region(end, text.strip().length());
    }
    if (end != text.strip().length()) {
      throw faulty("what follows '" + text.strip().substring(0, end) + "' is no word of it");
    }
  }

  Marker marker() {
    Marker whole = or();
    if (next != tokens.size()) {
      throw faulty("it goes on where it should end, with '" + tokens.get(next) + "'");
    }
    return whole;
  }

  private Marker or() {
    return list("or", this::and, Marker.Or::new);
  }

  private Marker and() {
    return list("and", this::single, Marker.And::new);
  }

  private Marker list(String word, Supplier<Marker> part, Function<List<Marker>, Marker> joined) {
    List<Marker> parts = new ArrayList<>(List.of(part.get()));
    while (takes(word)) {
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.getFirst() : joined.apply(parts);
  }

  private Marker single() {
    if (takes("(")) {
      if (++depth > MAX_DEPTH) {
        throw faulty("it is nested deeper than " + MAX_DEPTH);
      }
      Marker inner = or();
      if (!takes(")")) {
        throw faulty("a parenthesis is not closed");
      }
      depth--;
      return inner;
    }
    String left = take();
    String operator = operator();
    String right = take();
    boolean reversed = isLiteral(left);
    if (reversed == isLiteral(right)) {
      throw faulty("it does not compare a variable with a text");
    }
    String variable = reversed ? right : left;
    if (!VARIABLES.contains(variable)) {
      throw faulty("it has no variable '" + variable + "'");
    }
    if (variable.equals(Marker.EXTRA) && !operator.equals("==") && !operator.equals("!=")) {
      throw faulty("extra is compared with == and != alone");
    }
    String literal = reversed ? left : right;
    return new Marker.Comparison(
        variable, operator, literal.substring(1, literal.length() - 1), reversed);
  }

  private String operator() {
    String operator = take();
    if (operator.equals("not") && takes("in")) {
      return "not in";
    }
    if (!operator.equals("in") && !operator.matches("[=<>~!]+")) {
      throw faulty("'" + operator + "' does not compare");
    }
    return operator;
  }

  private static boolean isLiteral(String token) {
    return token.startsWith("'") || token.startsWith("\"");
  }

  private String take() {
    if (next == tokens.size()) {
      throw faulty("it ends too early");
    }
    return tokens.get(next++);
  }

  private boolean takes(String token) {
    boolean is = next < tokens.size() && tokens.get(next).equals(token);
    next += is ? 1 : 0;
    return is;
  }

  private IllegalArgumentException faulty(String fault) {
    return new IllegalArgumentException("no marker (PEP 508): '" + text + "': " + fault);
  }
}
