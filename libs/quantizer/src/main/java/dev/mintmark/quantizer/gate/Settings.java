package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A metric's settings by name: exactly those that it knows. */
record Settings(String metric, Map<String, String> values) {
  Settings {
    values = Map.copyOf(values);
  }

  /**
   * Checks the names.
   *
   * @throws QuantizerException {@code QNT-031} for one that is missing or unknown
   */
  static Settings of(String metric, Map<String, String> values, Set<String> names) {
    return of(metric, values, names, Set.of());
  }

  /** As the other one, where some may be left out. */
  static Settings of(
      String metric, Map<String, String> values, Set<String> names, Set<String> optional) {
    Settings settings = new Settings(metric, values);
    Set<String> others = new TreeSet<>(values.keySet());
    others.removeAll(optional);
    if (!others.equals(names)) {
      throw settings.refused(
          "the settings are " + new TreeSet<>(values.keySet()),
          "give exactly "
              + new TreeSet<>(names)
              + (optional.isEmpty() ? "" : " and, if you like, " + new TreeSet<>(optional)));
    }
    return settings;
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  QuantizerException refused(String found, String advice) {
    return new QuantizerException(
        RefusalCode.BAD_METRIC_PARAMETERS, "parameters of " + metric, found, advice);
  }

  /**
   * The output that the metric looks at.
   *
   * @throws QuantizerException {@code QNT-031} when the model has none of that name, or an empty
   *     one
   */
  Tensor output(Map<String, Tensor> outputs) {
    Tensor tensor = outputs.get(text("output"));
    if (tensor == null || tensor.values().length == 0 || tensor.shape().length == 0) {
      throw refused(
          "output '" + text("output") + "' is " + (tensor == null ? "not there" : tensor),
          "name one of " + new TreeSet<>(outputs.keySet()));
    }
    return tensor;
  }
}
