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
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Measures the ranges of a model's float tensors: each of them is made an output, and the model
 * runs twice over the samples. Needs memory for all float tensors of one sample.
 */
public final class Calibration {
  private final OnnxModel model;
  private final SampleSet samples;
  private final TensorFact input;
  private final SortedMap<String, TensorRange> tensors = new TreeMap<>();

  private Calibration(OnnxModel model, SampleSet samples) {
    this.model = model;
    this.samples = samples;
    this.input = model.input();
    FloatTensors.of(model).forEach(tensor -> tensors.put(tensor, new TensorRange()));
  }

  /**
   * Measures.
   *
   * @throws QuantizerException {@code QNT-007} unless the model has one float input, {@code
   *     QNT-011} and {@code QNT-013} for a bad sample, {@code QNT-020} when a tensor becomes NaN or
   *     infinite, {@code QNT-040} when the model does not run
   */
  public static CalibrationTable measure(OnnxModel model, SampleSet samples) {
    return new Calibration(model, samples).measure();
  }

  private CalibrationTable measure() {
    try (ModelSession session = ModelSession.open(observed().toByteArray())) {
      pass(session, TensorRange::measure);
      tensors.values().forEach(TensorRange::startCutting);
      pass(session, TensorRange::cut);
    }
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    tensors.forEach((name, tensor) -> ranges.put(name, tensor.ranges()));
    return new CalibrationTable(
        model.digest(), samples.digest(), samples.samples().size(), ModelSession.runtime(), ranges);
  }

  private void pass(ModelSession session, BiConsumer<TensorRange, Tensor> use) {
    for (Sample sample : samples.samples()) {
      Tensor given = sample.tensor(input);
      accept(use, sample, input.name(), given);
      session.run(given).forEach((name, tensor) -> accept(use, sample, name, tensor));
    }
  }

  private void accept(
      BiConsumer<TensorRange, Tensor> use, Sample sample, String name, Tensor tensor) {
    if (!tensor.isFinite()) {
      throw new QuantizerException(
          RefusalCode.BAD_ACTIVATION,
          "tensor '" + name + "'",
          "becomes NaN or infinite on sample " + sample.path(),
          "check the preprocessing of the samples and the float model");
    }
    TensorRange range = tensors.get(name);
    if (range != null) {
      use.accept(range, tensor);
    }
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
