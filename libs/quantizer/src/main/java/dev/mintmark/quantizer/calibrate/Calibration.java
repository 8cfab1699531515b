package dev.mintmark.quantizer.calibrate;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.run.ModelSession;
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
 * Measures the ranges of a model's float tensors: each of them is made an output, and the model
 * runs over the samples, and again where they differ in shape. Needs memory for all float tensors
 * of a few samples, see {@link InOrder}.
 */
public final class Calibration {
  private final OnnxModel model;
  private final SampleSet samples;
  private final InOrder runs;
  private final TensorFact input;
  private final SortedMap<String, TensorRange> tensors = new TreeMap<>();

  private Calibration(OnnxModel model, SampleSet samples, InOrder runs) {
    this.model = model;
    this.samples = samples;
    this.runs = runs;
    this.input = model.input();
    int count = samples.samples().size();
    FloatTensors.of(model).forEach(tensor -> tensors.put(tensor, new TensorRange(count)));
  }

  /**
   * Measures.
   *
   * @throws QuantizerException {@code QNT-007} unless the model has one float input, {@code
   *     QNT-011} and {@code QNT-013} for a bad sample, {@code QNT-020} when a tensor becomes NaN or
   *     infinite, {@code QNT-040} when the model does not run
   */
  public static CalibrationTable measure(OnnxModel model, SampleSet samples) {
    return measure(model, samples, InOrder.onThisMachine());
  }

  static CalibrationTable measure(OnnxModel model, SampleSet samples, InOrder runs) {
    return new Calibration(model, samples, runs).measure();
  }

  private CalibrationTable measure() {
    try (ModelSession session = ModelSession.open(observed().toByteArray())) {
      runs.forEach(samples.samples(), sample -> run(session, sample), this::measure);
      if (tensors.values().stream().anyMatch(TensorRange::guessedWrong)) {
        tensors.values().forEach(TensorRange::startAgain);
        runs.forEach(samples.samples(), sample -> run(session, sample), this::cut);
      }
    }
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    tensors.forEach((name, tensor) -> ranges.put(name, tensor.ranges()));
    return new CalibrationTable(
        model.digest(), samples.digest(), samples.samples().size(), ModelSession.runtime(), ranges);
  }

  /** All tensors of one run, by name, and how far each goes. */
  private record Run(Map<String, Tensor> tensors, Map<String, Span> spans) {}

  private Run run(ModelSession session, Sample sample) {
    Tensor given = sample.tensor(input);
    Map<String, Tensor> values = new LinkedHashMap<>();
    values.put(input.name(), given);
    values.putAll(session.run(given));
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

  private void measure(Run run) {
    tensors.forEach((name, range) -> {
      Tensor tensor = run.tensors().get(name);
      Span span = run.spans().get(name);
      if (tensor != null && span != null) {
        range.measure(tensor, span);
      }
    });
  }

  private void cut(Run run) {
    tensors.forEach((name, range) -> {
      Tensor tensor = run.tensors().get(name);
      if (tensor != null) {
        range.cut(tensor);
      }
    });
  }

  /** The model with each computed float tensor among its outputs. */
  private ModelProto observed() {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    Set<String> outputs =
        graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    List<String> wanted =
        tensors.keySet().stream()
            .filter(name -> !outputs.contains(name) && !name.equals(input.name()))
            .toList();
    wanted.forEach(name -> graph.addOutput(floatValue(name)));
    return model.proto().toBuilder().setGraph(graph).build();
  }

  private static ValueInfoProto floatValue(String name) {
    TypeProto.Tensor type = TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
