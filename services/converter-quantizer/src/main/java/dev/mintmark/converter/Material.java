package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all variants of a release are made from and judged by; samples are read when they are used.
 */
record Material(
    OnnxModel model, SampleSet calibration, SampleSet validation, SampleSet smoke, Gate gate) {

  /**
   * Reads the model, and the lists of samples.
   *
   * @throws dev.mintmark.quantizer.QuantizerException for a bad model, empty or overlapping
   *     samples, or a bad gate
   */
  static Material of(BuildRequested request, ArtifactStore store, Limits limits) {
    Artifact file = ArtifactReferences.toArtifact(request.getModel().getFile());
    SampleSet calibration =
        samples("calibration", request.getQuantize().getCalibration(), store, limits);
    SampleSet validation =
        samples("validation", request.getQuantize().getValidation(), store, limits);
    validation.requireDisjointFrom(calibration);
    return new Material(
        OnnxModel.parse(store.read(file.digest(), limits.model())),
        calibration,
        validation,
        samples("smoke", request.getRun().getSmoke(), store, limits),
        gate(request.getQuantize().getGate()));
  }

  private static SampleSet samples(
      String purpose,
      dev.mintmark.events.common.v1.ArtifactReference tree,
      ArtifactStore store,
      Limits limits) {
    return SampleSet.of(
        purpose,
        store.readTree(ArtifactReferences.toArtifact(tree)),
        digest -> store.read(digest, limits.sample()));
  }

  private static Gate gate(dev.mintmark.events.build.v1.Gate gate) {
    Map<String, String> parameters = new TreeMap<>();
    for (NameValue parameter : gate.getParameters()) {
      parameters.put(parameter.getName(), parameter.getValue());
    }
    return Gate.of(gate.getMetric(), gate.getMinimum(), parameters);
  }
}
