package dev.mintmark.vendor.marker;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A condition on the environment of a package (PEP 508). */
public sealed interface Marker {
  /** Variables that are versions; the others are words. */
  Set<String> VERSIONS = Set.of("python_version", "python_full_version", "implementation_version");

  /** What may stand for the extra that a package is wanted with. */
  String EXTRA = "extra";

  /**
   * Reads a marker.
   *
   * @throws IllegalArgumentException for other text; the message says what and where
   */
  static Marker parse(String text) {
    return new MarkerParser(text).marker();
  }

  /**
   * Whether it holds.
   *
   * @param variables value by name; one that is missing is not known
   * @param extras normalized
   */
  Answer holds(Map<String, String> variables, Set<String> extras);

  /** All of them, at least two. */
  record And(List<Marker> parts) implements Marker {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public Answer holds(Map<String, String> variables, Set<String> extras) {
      return parts.stream()
          .map(part -> part.holds(variables, extras))
          .reduce(Answer.YES, Answer::and);
    }
  }

  /** One of them, at least two. */
  record Or(List<Marker> parts) implements Marker {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public Answer holds(Map<String, String> variables, Set<String> extras) {
      return parts.stream()
          .map(part -> part.holds(variables, extras))
          .reduce(Answer.NO, Answer::or);
    }
  }

  /**
   * A variable and a literal.
   *
   * @param reversed whether the literal stands first
   */
  record Comparison(String variable, String operator, String literal, boolean reversed)
      implements Marker {
    @Override
    public Answer holds(Map<String, String> variables, Set<String> extras) {
      if (variable.equals(EXTRA)) {
        return Answer.of(extras.contains(Need.normalized(literal)) == operator.startsWith("="));
      }
      String value = variables.get(variable);
      if (value == null) {
        return Answer.UNKNOWN;
      }
      String left = reversed ? literal : value;
      String right = reversed ? value : literal;
      return switch (operator) {
        case "in" -> Answer.of(right.contains(left));
        case "not in" -> Answer.of(!right.contains(left));
        default -> VERSIONS.contains(variable) ? versions(left, right) : words(left, right);
      };
    }

    private Answer versions(String left, String right) {
      try {
        return Answer.of(
            VersionSpecifier.parse(operator + right).contains(PythonVersion.parse(left), left));
      } catch (IllegalArgumentException e) {
        // The specification leaves open what an order of words would mean here.
        return Answer.UNKNOWN;
      }
    }

    private Answer words(String left, String right) {
      return switch (operator) {
        case "==", "===" -> Answer.of(left.equals(right));
        case "!=" -> Answer.of(!left.equals(right));
        default -> Answer.UNKNOWN;
      };
    }
  }
}
