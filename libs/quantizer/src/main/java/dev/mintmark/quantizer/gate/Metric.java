package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Map;

/** How well a candidate model does the float model's work. */
public interface Metric {
  /** Lower-case words with {@code -}, e.g. {@code detection-agreement}. */
  String name();

  /** Starts a measurement over a set of samples. */
  Tally start();

  /** One measurement under way. */
  interface Tally {
    /** Adds one sample: the outputs, by name, of both models. */
    void add(Map<String, Tensor> reference, Map<String, Tensor> candidate);

    Measurement result();
  }
}
