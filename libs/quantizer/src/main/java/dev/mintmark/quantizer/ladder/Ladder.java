package dev.mintmark.quantizer.ladder;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.gate.Measurement;
import dev.mintmark.quantizer.gate.Metric;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.Scheme;
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
 * @param runs how the samples are run
 */
public record Ladder(
    OnnxModel model, CalibrationTable table, SampleSet validation, Gate gate, InOrder runs) {
  public Ladder(OnnxModel model, CalibrationTable table, SampleSet validation, Gate gate) {
    this(model, table, validation, gate, InOrder.fitting(validation.heaviest()));
  }

  /**
   * Climbs until a rung passes.
   *
   * @param rungs in the order in which to try them, at least one
   * @throws QuantizerException {@code QNT-032} when the samples do not allow a judgement, and
   *     whatever reading samples and quantizing refuse
   */
  public LadderResult climb(List<Scheme> rungs) {
    List<Attempt> attempts = new ArrayList<>();
    List<Impossible> impossible = new ArrayList<>();
    try (ModelSession reference = ModelSession.open(model.bytes())) {
      for (Scheme rung : rungs) {
        QuantizedModel quantized;
        try {
          quantized = Quantizer.apply(model, table, rung);
        } catch (QuantizerException e) {
          impossible.add(impossible(rung, e));
          continue;
        }
        Attempt attempt = judge(reference, rung, quantized);
        attempts.add(attempt);
        if (attempt.finite() && gate.passes(attempt.measured())) {
          return new LadderResult.Passed(quantized, rung, attempts, impossible);
        }
      }
    }
    return new LadderResult.Failed(attempts, impossible);
  }

  /** Only what the scheme asks of the model may be missing; a bad table or model is refused. */
  private static Impossible impossible(Scheme rung, QuantizerException refusal) {
    return switch (refusal.code()) {
      case NOTHING_TO_QUANTIZE, NOT_IN_FLOAT16 ->
          new Impossible(
              rung.rung(), refusal.code().code(), refusal.subject() + " " + refusal.found());
      default -> throw refusal;
    };
  }

  /** The outputs of both models on one sample. */
  private record Pair(Map<String, Tensor> reference, Map<String, Tensor> candidate) {}

  private Attempt judge(ModelSession reference, Scheme rung, QuantizedModel quantized) {
    List<TensorFact> inputs = model.inputs();
    Metric.Tally tally = gate.metric().start();
    List<Boolean> finite = new ArrayList<>();
    try (ModelSession candidate = ModelSession.open(quantized.bytes())) {
      runs.forEach(
          validation.samples(),
          sample -> {
            Feed feed = sample.feed(inputs);
            return new Pair(reference.run(feed), candidate.run(feed));
          },
          pair -> {
            finite.add(pair.candidate().values().stream().allMatch(Tensor::isFinite));
            tally.add(pair.reference(), pair.candidate());
          });
    }
    return switch (tally.result()) {
      case Measurement.Value value ->
          new Attempt(
              rung.rung(),
              quantized.bytes().length,
              quantized.nodes(),
              quantized.raisedChannels(),
              !finite.contains(false),
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
