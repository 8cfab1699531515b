package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a candidate finds the boxes that the float model finds, and no others: the lesser of
 * recall and precision over all samples, boxes being the same when they overlap enough. Undecided
 * when the float model finds nothing: then there is nothing to agree about.
 */
final class DetectionAgreement implements Metric {
  static final String NAME = "detection-agreement";

  private final DetectionParameters parameters;
  private final Detector detector;

  DetectionAgreement(DetectionParameters parameters) {
    this.parameters = parameters;
    this.detector = new Detector(parameters);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tally start() {
    return new Boxes();
  }

  private final class Boxes implements Tally {
    private int expected;
    private int found;
    private int matched;

    @Override
    public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
      List<Box> wanted = detector.boxes(reference);
      List<Box> given = detector.boxes(candidate);
      expected += wanted.size();
      found += given.size();
      matched += Box.matches(wanted, given, parameters.matchOverlap());
    }

    @Override
    public Measurement result() {
      if (expected == 0) {
        return new Measurement.Undecided("the float model finds no box on any validation sample");
      }
      double recall = Measurement.rounded((double) matched / expected);
      double precision = found == 0 ? 0 : Measurement.rounded((double) matched / found);
      TreeMap<String, Double> details = new TreeMap<>();
      details.put("boxes-expected", (double) expected);
      details.put("boxes-found", (double) found);
      details.put("boxes-matched", (double) matched);
      details.put("precision", precision);
      details.put("recall", recall);
      return new Measurement.Value(Math.min(recall, precision), details);
    }
  }
}
