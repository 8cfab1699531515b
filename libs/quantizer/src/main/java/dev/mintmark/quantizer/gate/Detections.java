package dev.mintmark.quantizer.gate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Reads a detector's recorded outputs as its release's gate reads them. */
public final class Detections {
  private final DetectionParameters parameters;
  private final Detector detector;

  private Detections(DetectionParameters parameters) {
    this.parameters = parameters;
    this.detector = new Detector(parameters);
  }

  /**
   * By the gate's parameters.
   *
   * @throws QuantizerException {@code QNT-031} for a missing, unknown or bad one
   */
  public static Detections of(Map<String, String> settings) {
    return new Detections(DetectionParameters.of(settings));
  }

  /**
   * The boxes in a model's outputs, the surest first.
   *
   * @throws QuantizerException {@code QNT-031} for outputs of another model
   */
  public List<Box> in(Map<String, Tensor> outputs) {
    return detector.boxes(outputs);
  }

  /** Whether both are the same things: as many, and each has one that overlaps it enough. */
  public boolean agree(List<Box> expected, List<Box> found) {
    return expected.size() == found.size()
        && Box.matches(expected, found, parameters.matchOverlap()) == expected.size();
  }
}
