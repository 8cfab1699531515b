package dev.mintmark.compare.rule;

import dev.mintmark.content.MediaTypes;
import java.util.function.BiPredicate;

/**
 * A rule by which a measurement made again counts as equivalent although its bytes differ. The list
 * is closed and {@code docs/rebuild-differences.md} lists it; ids never change their meaning.
 * Everything that no rule is about has to be the same bytes.
 */
public enum EquivalenceRule {
  CALIBRATION_1E_5(
      "calibration-1e-5",
      MediaTypes.CALIBRATION_TABLE,
      "two calibration tables of the same model, samples and runtime with the same tensors in the"
          + " same order, where each end of each range differs by at most 1e-5 of the greatest"
          + " magnitude in the recorded range",
      CalibrationRule::test),
  METRIC_TOLERANCE(
      "metric-tolerance",
      MediaTypes.QUANTIZATION_REPORT,
      "two quantization reports that are the same bytes but for measured numbers, tried[*].value"
          + " and tried[*].details.*, which differ by at most 1e-4 and are on the same side of the"
          + " minimum, and for the digests calibrationTable and model of what was measured, which"
          + " have verdicts of their own",
      MetricRule::test);

  private final String id;
  private final String mediaType;
  private final String text;
  private final BiPredicate<byte[], byte[]> test;

  EquivalenceRule(String id, String mediaType, String text, BiPredicate<byte[], byte[]> test) {
    this.id = id;
    this.mediaType = mediaType;
    this.text = text;
    this.test = test;
  }

  /** Stable: in verdicts, as {@code EQUIVALENT(calibration-1e-5)}. */
  public String id() {
    return id;
  }

  /** What the rule is about. */
  public String mediaType() {
    return mediaType;
  }

  /** The rule in words. */
  public String text() {
    return text;
  }

  /** Whether the rule holds; malformed bytes are equivalent to nothing. */
  public boolean test(byte[] recorded, byte[] rebuilt) {
    return test.test(recorded, rebuilt);
  }
}
