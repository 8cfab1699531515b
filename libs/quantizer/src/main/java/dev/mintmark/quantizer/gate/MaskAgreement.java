package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well two models mark the same places, as text detection and segmentation do: the values above
 * a threshold in both by those in either, over all samples. Settings: {@code output}, and {@code
 * threshold}, which a value must be above, compared as float32. Undecided when the float model
 * marks nothing, or everything: any constant would pass.
 */
final class MaskAgreement implements Metric {
  static final String NAME = "mask-agreement";
  private static final String THRESHOLD = "threshold";

  private final Settings settings;
  private final float threshold;

  private MaskAgreement(Settings settings, float threshold) {
    this.settings = settings;
    this.threshold = threshold;
  }

  static MaskAgreement of(Map<String, String> values) {
    Settings settings = Settings.of(NAME, values, Set.of("output", THRESHOLD));
    String text = settings.text(THRESHOLD);
    if (!text.matches("-?[0-9]{1,9}(?:\\.[0-9]{1,9})?")) {
      throw settings.refused("threshold is '" + text + "'", "write a decimal number, e.g. 0.3");
    }
    return new MaskAgreement(settings, Float.parseFloat(text));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tally start() {
    return new Masks();
  }

  private final class Masks implements Tally {
    private long values;
    private long wanted;
    private long given;
    private long both;

    @Override
    public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
      Tensor one = settings.output(reference);
      Tensor other = settings.output(candidate);
      if (!one.hasShapeOf(other)) {
        throw settings.refused(
            "output '" + settings.text("output") + "' is " + one + " and " + other,
            "name an output whose shape both models agree on");
      }
      for (int i = 0; i < one.values().length; i++) {
        boolean is = one.values()[i] > threshold;
        boolean too = other.values()[i] > threshold;
        values++;
        wanted += is ? 1 : 0;
        given += too ? 1 : 0;
        both += is && too ? 1 : 0;
      }
    }

    @Override
    public Measurement result() {
      if (wanted == 0 || wanted == values) {
        return new Measurement.Undecided(
            "the float model marks " + (wanted == 0 ? "nothing" : "everything"));
      }
      TreeMap<String, Double> details = new TreeMap<>();
      details.put("recall", Measurement.rounded((double) both / wanted));
      details.put("precision", given == 0 ? 0.0 : Measurement.rounded((double) both / given));
      details.put("marked", Measurement.rounded((double) wanted / values));
      return new Measurement.Value(
          Measurement.rounded((double) both / (wanted + given - both)), details);
    }
  }
}
