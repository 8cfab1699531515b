package dev.mintmark.convert.profile;

import dev.mintmark.quantizer.model.Operators;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What a target can run of a float model. What quantizing adds follows from the rungs that the
 * profile names.
 *
 * @param opset highest version of the default operator set, 13 or more: older models are raised to
 *     that, and no further
 * @param size most bytes of the model's file
 * @param fixedShapes whether no input or output may leave a dimension open
 * @param operators all that it knows, {@code domain:Name} outside the default domain; empty when
 *     there is no such list
 */
public record Limits(
    OptionalLong opset, OptionalLong size, boolean fixedShapes, SortedSet<String> operators) {
  static final String OPSET = "max-opset";
  static final String SIZE = "max-size";
  static final String SHAPES = "shapes";
  static final String OPERATORS = "operators";

  /** Of a target that runs everything. */
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), false, new TreeSet<>());

  /**
   * Reads the limits among a profile's settings.
   *
   * @param refusal makes the error of what was found and what to write
   */
  static Limits of(
      SortedMap<String, String> settings, BiFunction<String, String, RuntimeException> refusal) {
    TreeSet<String> operators = new TreeSet<>();
    String listed = settings.get(OPERATORS);
    if (listed != null) {
      for (String operator : listed.split(",", -1)) {
        if (!operator.strip().matches("(?:[a-z0-9.]+:)?[A-Za-z][A-Za-z0-9_]*")
            || !operators.add(operator.strip())) {
          throw refusal.apply(
              "lists the operator '" + operator.strip() + "'",
              "list each operator once, as in 'Conv, Relu'");
        }
      }
    }
    OptionalLong opset = number(settings, OPSET, refusal);
    if (opset.isPresent() && opset.getAsLong() < Operators.PER_CHANNEL_OPSET) {
      throw refusal.apply(
          "has the " + OPSET + " " + opset.getAsLong(),
          "write " + Operators.PER_CHANNEL_OPSET + " or more: what is made has that at least");
    }
    return new Limits(
        opset,
        number(settings, SIZE, refusal),
        fixed(settings.getOrDefault(SHAPES, "any"), refusal),
        operators);
  }

  private static boolean fixed(
      String shapes, BiFunction<String, String, RuntimeException> refusal) {
    return switch (shapes) {
      case "fixed" -> true;
      case "any" -> false;
      default -> throw refusal.apply("has no known " + SHAPES, "use fixed or any");
    };
  }

  private static OptionalLong number(
      SortedMap<String, String> settings,
      String name,
      BiFunction<String, String, RuntimeException> refusal) {
    String text = settings.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw refusal.apply("has the " + name + " '" + text + "'", "write a whole number above 0");
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
