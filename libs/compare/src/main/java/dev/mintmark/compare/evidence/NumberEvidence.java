package dev.mintmark.compare.evidence;

import dev.mintmark.compare.difference.Cause;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers that are nearly the same. */
final class NumberEvidence {
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])-?\\d{1,40}(?:\\.\\d{1,40})?(?:[eE][+-]?\\d{1,3})?(?![\\w.])");

  // Below that, two numbers next to each other are no sign of rounding.
  private static final int ENOUGH_DIGITS = 4;

  private NumberEvidence() {}

  static Optional<Cause> of(String recorded, String rebuilt) {
    return Tokens.differing(NUMBER, recorded, rebuilt).flatMap(NumberEvidence::all);
  }

  private static Optional<Cause> all(List<Tokens.Two> pairs) {
    boolean lastBits = true;
    for (Tokens.Two pair : pairs) {
      BigDecimal recorded = new BigDecimal(pair.recorded());
      BigDecimal rebuilt = new BigDecimal(pair.rebuilt());
      boolean near = isLastBits(recorded, rebuilt);
      if (!near && !isRounded(recorded, rebuilt)) {
        return Optional.empty();
      }
      lastBits &= near;
    }
    return Optional.of(lastBits ? Cause.THREAD_COUNT : Cause.FLOAT_ROUNDING);
  }

  private static boolean isLastBits(BigDecimal recorded, BigDecimal rebuilt) {
    int digits = Math.min(digits(recorded), digits(rebuilt));
    if (recorded.compareTo(rebuilt) == 0 || recorded.scale() <= 0 || rebuilt.scale() <= 0) {
      return false;
    }
    return digits >= 15 && Ulps.areNear(recorded.doubleValue(), rebuilt.doubleValue())
        || digits >= 7 && digits <= 10 && Ulps.areNear(recorded.floatValue(), rebuilt.floatValue());
  }

  private static boolean isRounded(BigDecimal recorded, BigDecimal rebuilt) {
    if (Math.max(digits(recorded), digits(rebuilt)) < ENOUGH_DIGITS) {
      return false;
    }
    if (recorded.compareTo(rebuilt) == 0) {
      return true;
    }
    int scale = Math.min(recorded.scale(), rebuilt.scale());
    if (scale <= 0) {
      return false;
    }
    BigDecimal one = recorded.setScale(scale, RoundingMode.DOWN);
    BigDecimal two = rebuilt.setScale(scale, RoundingMode.DOWN);
    BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
    boolean next = one.subtract(two).abs().compareTo(unit) <= 0;
    return next && Math.min(digits(one), digits(two)) >= ENOUGH_DIGITS;
  }

  private static int digits(BigDecimal number) {
    return number.precision();
  }
}
