package dev.mintmark.quantizer.calibrate;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.observe.Observation;
import dev.mintmark.quantizer.observe.TensorGroups;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures the ranges of a model's float tensors: some of them are made outputs, and the model runs
 * over the samples; again where samples differ in shape or a histogram is asked for; and then for
 * the next ones. So many at a time as fit into a part of the heap: how many does not change a
 * range.
 */
public final class Calibration {
  private final OnnxModel model;
  private final SampleSet samples;
  private final Set<Calibrator> wanted;
  private final InOrder runs;
  private final long budget;
  private final List<TensorFact> inputs;
  private final Set<String> given;

  private Calibration(
      OnnxModel model, SampleSet samples, Set<Calibrator> wanted, InOrder runs, long budget) {
    this.model = model;
    this.samples = samples;
    this.wanted = Set.copyOf(wanted);
    this.runs = runs;
    this.budget = budget;
    this.inputs = model.inputs();
    this.given = inputs.stream().map(TensorFact::name).collect(Collectors.toSet());
  }

  /**
   * Measures {@link Calibrator#USUAL}.
   *
   * @throws QuantizerException {@code QNT-007} unless the model has inputs of known types, {@code
   *     QNT-011} and {@code QNT-013} for a bad sample, {@code QNT-020} when a tensor becomes NaN or
   *     infinite, {@code QNT-040} when the model does not run
   */
  public static CalibrationTable measure(OnnxModel model, SampleSet samples) {
    return measure(model, samples, Calibrator.USUAL);
  }

  /** As the other one, with these ranges for each tensor. */
  public static CalibrationTable measure(
      OnnxModel model, SampleSet samples, Set<Calibrator> wanted) {
    InOrder runs = InOrder.fitting(samples.heaviest());
    return measure(model, samples, wanted, runs, TensorGroups.budget(runs.threads()));
  }

  static CalibrationTable measure(OnnxModel model, SampleSet samples, InOrder runs) {
    return measure(model, samples, Calibrator.USUAL, runs, TensorGroups.budget(runs.threads()));
  }

  /**
   * @param budget elements of tensors that one run may hand over
   */
  static CalibrationTable measure(
      OnnxModel model, SampleSet samples, Set<Calibrator> wanted, InOrder runs, long budget) {
    return new Calibration(model, samples, wanted, runs, budget).measure();
  }

  private CalibrationTable measure() {
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    Feed first = samples.samples().getFirst().feed(inputs);
    for (List<String> group : TensorGroups.of(model, FloatTensors.of(model), first, budget)) {
      measure(group).forEach((name, tensor) -> ranges.put(name, tensor.ranges()));
    }
    return new CalibrationTable(
        model.digest(), samples.digest(), samples.samples().size(), ModelSession.runtime(), ranges);
  }

  private SortedMap<String, TensorRange> measure(List<String> group) {
    SortedMap<String, TensorRange> tensors = new TreeMap<>();
    int count = samples.samples().size();
    group.forEach(name -> tensors.put(name, new TensorRange(count, wanted)));
    List<String> computed = group.stream().filter(name -> !given.contains(name)).toList();
    if (computed.isEmpty()) {
      passes(sample -> values(sample.feed(inputs), Map.of()), tensors);
      return tensors;
    }
    try (ModelSession session = ModelSession.open(Observation.of(model.proto(), computed))) {
      passes(
          sample -> {
            Feed feed = sample.feed(inputs);
            return values(feed, session.run(feed));
          },
          tensors);
    }
    return tensors;
  }

  private interface Runner {
    Map<String, Tensor> run(Sample sample);
  }

  private void passes(Runner runner, SortedMap<String, TensorRange> tensors) {
    runs.forEach(
        samples.samples(), sample -> run(sample, runner.run(sample)), run -> measure(run, tensors));
    if (tensors.values().stream().anyMatch(TensorRange::needsAnotherPass)) {
      tensors.values().forEach(TensorRange::startAgain);
      runs.forEach(samples.samples(), runner::run, values -> pass(values, tensors));
    }
  }

  private static Map<String, Tensor> values(Feed feed, Map<String, Tensor> computed) {
    Map<String, Tensor> values = new LinkedHashMap<>(feed.floats());
    values.putAll(computed);
    return values;
  }

  /** All tensors of one run, by name, and how far each goes. */
  private record Run(Map<String, Tensor> tensors, Map<String, Span> spans) {}

  private static Run run(Sample sample, Map<String, Tensor> values) {
    Map<String, Span> spans = new HashMap<>();
    values.forEach((name, tensor) -> spans.put(name, span(sample, name, tensor)));
    return new Run(values, spans);
  }

  private static Span span(Sample sample, String name, Tensor tensor) {
    Span span = Span.of(tensor.values());
    if (!span.isFinite()) {
      throw new QuantizerException(
          RefusalCode.BAD_ACTIVATION,
          "tensor '" + name + "'",
          "becomes NaN or infinite on sample " + sample.path(),
          "check the preprocessing of the samples and the float model");
    }
    return span;
  }

  private static void measure(Run run, SortedMap<String, TensorRange> tensors) {
    tensors.forEach((name, range) -> {
      Tensor tensor = run.tensors().get(name);
      Span span = run.spans().get(name);
      if (tensor != null && span != null) {
        range.measure(tensor, span);
      }
    });
  }

  private static void pass(Map<String, Tensor> values, SortedMap<String, TensorRange> tensors) {
    tensors.forEach((name, range) -> {
      Tensor tensor = values.get(name);
      if (tensor != null) {
        range.pass(tensor);
      }
    });
  }
}
