package dev.mintmark.quantizer.run;

import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model's outputs on a sample, recorded where the model was made and compared where it runs. On
 * the same processor they are equal. Another one computes other last digits, and a value that lies
 * between two integers then rounds to the other one, in every layer again: in the end the outputs
 * differ by as much noise as quantization brought. So what is compared is the size of the whole
 * difference.
 */
public final class RecordedRun {
  private RecordedRun() {}

  /** Runs a model once; its outputs by name. */
  public static SequencedMap<String, Tensor> of(byte[] model, Sample sample) {
    try (ModelSession session = ModelSession.open(model)) {
      return session.run(sample.feed(session.inputs()));
    }
  }

  /**
   * Compares outputs: the same names and shapes, and no {@link #difference} above the tolerance.
   *
   * @param tolerance greatest difference allowed, 0 or more
   */
  public static Comparison compare(
      Map<String, Tensor> expected, Map<String, Tensor> actual, double tolerance) {
    if (!expected.keySet().equals(actual.keySet())) {
      return new Comparison.Different(
          "", "outputs " + actual.keySet() + " instead of " + expected.keySet());
    }
    double greatest = 0;
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      String name = output.getKey();
      Tensor other = actual.get(name);
      if (other == null || !output.getValue().hasShapeOf(other)) {
        return new Comparison.Different(name, other + " instead of " + output.getValue());
      }
      double difference = difference(output.getValue(), other);
      // Also when it is NaN.
      if (!(difference <= tolerance)) {
        return new Comparison.Different(
            name,
            String.format(Locale.ROOT, "differs by %.4f, tolerance %s", difference, tolerance));
      }
      greatest = Math.max(greatest, difference);
    }
    return new Comparison.Same(greatest);
  }

  /**
   * How far a tensor is from the expected one of the same shape: the Euclidean length of the
   * difference in parts of the expected tensor's length. 0 is equal; unrelated values give 1 and
   * more. Where all is zero that was expected, the length itself.
   */
  public static double difference(Tensor expected, Tensor actual) {
    double length = 0;
    double difference = 0;
    for (int i = 0; i < expected.values().length; i++) {
      double wanted = expected.values()[i];
      double distance = actual.values()[i] - wanted;
      length += wanted * wanted;
      difference += distance * distance;
    }
    return Math.sqrt(length == 0 ? difference : difference / length);
  }
}
