package dev.mintmark.compare.number;

import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Ulps;
import org.jspecify.annotations.Nullable;

/** Compares arrays of one kind and length: which element differs first, how many do, how far. */
public final class ElementComparison {
  private final Elements recorded;
  private final Elements rebuilt;
  private int first = -1;
  private int differing;
  private double greatest;
  private boolean notNumbers;
  private long steps;

  private ElementComparison(Elements recorded, Elements rebuilt) {
    this.recorded = recorded;
    this.rebuilt = rebuilt;
  }

  /** Whether elements differ, which then is said. */
  public static boolean compare(
      Place place, Elements recorded, Elements rebuilt, Findings findings) {
    return new ElementComparison(recorded, rebuilt).run(place, findings);
  }

  private boolean run(Place place, Findings findings) {
    int count = Math.min(recorded.count(), rebuilt.count());
    for (int i = 0; i < count; i++) {
      element(i, recorded.at().apply(i), rebuilt.at().apply(i));
    }
    if (first < 0) {
      return false;
    }
    String far = notNumbers ? "NaN or infinity among them" : "by at most " + greatest();
    String summary = differing + " of " + count + " elements differ, " + far;
    findings.add(
        place.in("element " + first),
        recorded.at().apply(first).toString(),
        rebuilt.at().apply(first) + "; " + summary,
        cause());
    return true;
  }

  private void element(int index, Number one, Number two) {
    // As boxes: NaN equals NaN, and 0.0 does not equal -0.0.
    if (one.equals(two)) {
      return;
    }
    first = first < 0 ? index : first;
    differing++;
    double apart = Math.abs(one.doubleValue() - two.doubleValue());
    notNumbers |= !Double.isFinite(apart);
    greatest = Math.max(greatest, apart);
    steps = Math.max(steps, recorded.steps(one, two));
  }

  private String greatest() {
    return recorded.kind().isFloating()
        ? Double.toString(greatest)
        : Long.toString(Math.round(greatest));
  }

  private @Nullable Cause cause() {
    if (notNumbers) {
      return null;
    }
    return switch (recorded.kind()) {
      case FLOAT32, FLOAT64, FLOAT16 -> steps <= Ulps.FEW ? Cause.THREAD_COUNT : null;
      case INT8, UINT8, INT32 -> steps <= 1 ? Cause.FLOAT_ROUNDING : null;
      case INT16, UINT16, UINT32, INT64 -> null;
    };
  }
}
