package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.apply.QuantizationConfig;
import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.gate.Measurement;
import dev.mintmark.quantizer.gate.Metric;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Quantizes a model in one way after the other and judges each on held-out samples.
 *
 * @param model the float model
 * @param table its ranges
 * @param validation samples that the table was not measured on
 * @param gate what to reach
 */
public record Ladder(OnnxModel model, CalibrationTable table, SampleSet validation, Gate gate) {

  /**
   * Climbs until a rung passes.
   *
   * @param rungs in the order in which to try them, at least one
   * @throws QuantizerException {@code QNT-032} when the samples do not allow a judgement, and
   *     whatever reading samples and quantizing refuse
   */
  public LadderResult climb(List<QuantizationConfig> rungs) {
    List<Attempt> attempts = new ArrayList<>();
    try (ModelSession reference = ModelSession.open(model.bytes())) {
      for (QuantizationConfig rung : rungs) {
        QuantizedModel quantized = Quantizer.apply(model, table, rung);
        Attempt attempt = judge(reference, rung, quantized);
        attempts.add(attempt);
        if (attempt.finite() && gate.passes(attempt.measured())) {
          return new LadderResult.Passed(quantized, rung, attempts);
        }
      }
    }
    return new LadderResult.Failed(attempts);
  }

  private Attempt judge(ModelSession reference, QuantizationConfig rung, QuantizedModel quantized) {
    TensorFact input = model.input();
    Metric.Tally tally = gate.metric().start();
    boolean finite = true;
    try (ModelSession candidate = ModelSession.open(quantized.bytes())) {
      for (Sample sample : validation.samples()) {
        Tensor tensor = sample.tensor(input);
        Map<String, Tensor> outputs = candidate.run(tensor);
        finite &= outputs.values().stream().allMatch(Tensor::isFinite);
        tally.add(reference.run(tensor), outputs);
      }
    }
    return switch (tally.result()) {
      case Measurement.Value value ->
          new Attempt(
              rung.rung(),
              quantized.bytes().length,
              quantized.nodes(),
              quantized.raisedChannels(),
              finite,
              value);
      case Measurement.Undecided undecided ->
          throw new QuantizerException(
              RefusalCode.GATE_UNDECIDED,
              "gate " + gate.metric().name(),
              "cannot decide: " + undecided.reason(),
              "give validation samples on which the float model finds what it is for");
    };
  }
}
