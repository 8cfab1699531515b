package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Chooses the encoding of each group of tensors that have one scale. */
final class Encodings {
  private final SharedScales scales;
  private final Scheme.Static scheme;
  private final CalibrationTable table;
  private final Map<String, Encoding> chosen = new TreeMap<>();

  private Encodings(SharedScales scales, Scheme.Static scheme, CalibrationTable table) {
    this.scales = scales;
    this.scheme = scheme;
    this.table = table;
  }

  /**
   * The parameters of each tensor.
   *
   * @param outputs those of them that leave the graph
   * @throws QuantizerException {@code QNT-070} when two tensors of one scale are asked to differ,
   *     {@code QNT-021} when the table lacks what the noisiest tensors are found by
   */
  static SortedMap<String, AffineParameters> parameters(
      Collection<String> tensors,
      Collection<String> outputs,
      SharedScales scales,
      Scheme.Static scheme,
      CalibrationTable table) {
    Encodings encodings = new Encodings(scales, scheme, table);
    TreeSet<String> sorted = new TreeSet<>(tensors);
    encodings.takeChoices(sorted);
    if (scheme.activations().wideShare() > 0) {
      encodings.widen(sorted, outputs);
    }
    SortedMap<String, AffineParameters> parameters = new TreeMap<>();
    for (String tensor : sorted) {
      Encoding encoding =
          encodings.chosen.getOrDefault(scales.root(tensor), scheme.activations().encoding());
      parameters.put(tensor, AffineParameters.of(scales.range(tensor), encoding));
    }
    return parameters;
  }

  private void takeChoices(Set<String> tensors) {
    scheme
        .selection()
        .tensors()
        .forEach((tensor, choice) -> {
          if (tensors.contains(tensor) && choice.encoding().isPresent()) {
            Encoding wanted = choice.encoding().get();
            Encoding other = chosen.putIfAbsent(scales.root(tensor), wanted);
            if (other != null && !other.equals(wanted)) {
              throw new QuantizerException(
                  RefusalCode.UNKNOWN_SELECTION,
                  "tensor '" + tensor + "'",
                  "shares its scale with a tensor that is asked to be " + other,
                  "ask the same of both");
            }
          }
        });
  }

  /**
   * What leaves the graph is compared with thresholds, and little: it is widened whatever its noise
   * is.
   */
  private void widen(Set<String> tensors, Collection<String> outputs) {
    Map<String, Double> ratios = new TreeMap<>();
    for (String tensor : tensors) {
      if (!chosen.containsKey(scales.root(tensor))) {
        ratios.merge(scales.root(tensor), ratio(tensor), Math::min);
      }
    }
    List<String> noisiest =
        ratios.entrySet().stream()
            .sorted(
                Comparator.comparingDouble((Map.Entry<String, Double> group) -> group.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit((long) Math.ceil(scheme.activations().wideShare() * ratios.size()))
            .map(Map.Entry::getKey)
            .toList();
    Encoding wide =
        new Encoding(ActivationType.UINT16, scheme.activations().encoding().symmetric());
    outputs.forEach(output -> chosen.putIfAbsent(scales.root(output), wide));
    noisiest.forEach(group -> chosen.put(group, wide));
  }

  /**
   * The signal-to-noise ratio that the tensor's scale leaves it: the square of its values against
   * the twelfth of a squared step, which is what rounding costs. Greater is better; a tensor of
   * zeros has no noise.
   */
  private double ratio(String tensor) {
    double signal =
        table
            .range(tensor, Calibrator.ROOT_MEAN_SQUARE)
            .orElseThrow(() ->
                new QuantizerException(
                    RefusalCode.BAD_TABLE,
                    "calibration table",
                    "does not say how large the values of tensor '" + tensor + "' are",
                    "calibrate with " + Calibrator.ROOT_MEAN_SQUARE.id() + " too"))
            .high();
    double step =
        AffineParameters.of(scales.range(tensor), scheme.activations().encoding()).scale();
    return signal == 0 ? Double.POSITIVE_INFINITY : 12 * (signal / step) * (signal / step);
  }
}
