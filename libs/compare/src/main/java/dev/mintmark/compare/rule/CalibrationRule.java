package dev.mintmark.compare.rule;

import dev.mintmark.compare.difference.MalformedException;
import dev.mintmark.compare.text.CalibrationText;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class CalibrationRule {
  private static final double TOLERANCE = 1e-5;

  private CalibrationRule() {}

  static boolean test(byte[] recorded, byte[] rebuilt) {
    CalibrationText one;
    CalibrationText two;
    try {
      one = CalibrationText.parse(recorded);
      two = CalibrationText.parse(rebuilt);
    } catch (MalformedException e) {
      return false;
    }
    return one.isOneForm(recorded)
        && two.isOneForm(rebuilt)
        && one.header().equals(two.header())
        && List.copyOf(one.ranges().keySet()).equals(List.copyOf(two.ranges().keySet()))
        && one.ranges().entrySet().stream()
            .allMatch(range -> isNear(range.getValue(), two.ranges().get(range.getKey())));
  }

  private static boolean isNear(
      CalibrationText.Range recorded, CalibrationText.@Nullable Range rebuilt) {
    if (rebuilt == null) {
      return false;
    }
    double allowed = TOLERANCE * recorded.magnitude();
    return Math.abs((double) recorded.low() - rebuilt.low()) <= allowed
        && Math.abs((double) recorded.high() - rebuilt.high()) <= allowed;
  }
}
