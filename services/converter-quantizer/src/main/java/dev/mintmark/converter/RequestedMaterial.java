package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.convert.Material;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import java.util.Map;
import java.util.TreeMap;

/** What a request names, in the store; samples are read when they are used. */
final class RequestedMaterial {
  private final BuildRequested request;
  private final ArtifactStore store;
  private final Limits limits;

  RequestedMaterial(BuildRequested request, ArtifactStore store, Limits limits) {
    this.request = request;
    this.store = store;
    this.limits = limits;
  }

  /**
   * Reads the model, and the lists of samples.
   *
   * @throws dev.mintmark.quantizer.QuantizerException for a bad model, empty or overlapping
   *     samples, or a bad gate
   */
  Material read() {
    Artifact file = ArtifactReferences.toArtifact(request.getModel().getFile());
    SampleSet calibration = samples("calibration", request.getQuantize().getCalibration());
    SampleSet validation = samples("validation", request.getQuantize().getValidation());
    return new Material(
        OnnxModel.parse(store.read(file.digest(), limits.model())),
        calibration,
        validation,
        gate(request.getQuantize().getGate()));
  }

  /** The samples that a device runs before it takes a model. */
  SampleSet smoke() {
    return samples("smoke", request.getRun().getSmoke());
  }

  private SampleSet samples(String purpose, ArtifactReference tree) {
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
