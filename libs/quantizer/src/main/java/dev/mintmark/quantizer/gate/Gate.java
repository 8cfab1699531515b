package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.List;
import java.util.Map;

/**
 * A metric and the value that passes.
 *
 * @param minimum above 0, at most 1: a gate that everything passes is none
 */
public record Gate(Metric metric, double minimum) {
  private static final List<String> METRICS =
      List.of(
          DetectionAgreement.NAME,
          TopAgreement.FIRST,
          TopAgreement.FIVE,
          SequenceAgreement.EQUALITY,
          SequenceAgreement.SIMILARITY,
          EmbeddingCosine.NAME,
          MaskAgreement.NAME);

  public Gate {
    if (!(minimum > 0 && minimum <= 1)) {
      throw new QuantizerException(
          RefusalCode.BAD_METRIC_PARAMETERS,
          "gate " + metric.name(),
          "has the minimum " + minimum,
          "give a minimum above 0 and at most 1, e.g. 0.97");
    }
  }

  /**
   * The gate of a release.
   *
   * @param metric a known metric's name
   * @param parameters the metric's settings
   * @throws QuantizerException {@code QNT-030} for an unknown metric, {@code QNT-031} for bad
   *     settings
   */
  public static Gate of(String metric, double minimum, Map<String, String> parameters) {
    return new Gate(metric(metric, parameters), minimum);
  }

  private static Metric metric(String name, Map<String, String> parameters) {
    return switch (name) {
      case DetectionAgreement.NAME -> new DetectionAgreement(DetectionParameters.of(parameters));
      case TopAgreement.FIRST, TopAgreement.FIVE -> TopAgreement.of(name, parameters);
      case SequenceAgreement.EQUALITY, SequenceAgreement.SIMILARITY ->
          SequenceAgreement.of(name, parameters);
      case EmbeddingCosine.NAME -> EmbeddingCosine.of(parameters);
      case MaskAgreement.NAME -> MaskAgreement.of(parameters);
      default ->
          throw new QuantizerException(
              RefusalCode.UNKNOWN_METRIC,
              "gate metric '" + name + "'",
              "is not known",
              "use one of " + METRICS);
    };
  }

  /** Whether a measured value passes. */
  public boolean passes(Measurement.Value measured) {
    return measured.value() >= minimum;
  }
}
