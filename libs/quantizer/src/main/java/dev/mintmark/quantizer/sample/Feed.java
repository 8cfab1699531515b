package dev.mintmark.quantizer.sample;

import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.tensor.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model is given for one run.
 *
 * @param values by the names of the model's inputs
 */
public record Feed(SortedMap<String, Value> values) {
  public Feed {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Of a model with one input. */
  public static Feed of(String input, Value value) {
    return new Feed(new TreeMap<>(Map.of(input, value)));
  }

  /** Those that are float32, which quantization is about. */
  public SortedMap<String, Tensor> floats() {
    TreeMap<String, Tensor> floats = new TreeMap<>();
    values.forEach((name, value) -> {
      if (value instanceof Tensor tensor) {
        floats.put(name, tensor);
      }
    });
    return floats;
  }

  /** For errors: each input with type and shape. */
  @Override
  public String toString() {
    return values.toString();
  }
}
