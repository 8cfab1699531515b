package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the weights and biases of a graph as integers. One that several nodes share is quantized
 * for each of them, since axis and scale differ; what comes out equal is stored once.
 */
final class WeightWriter {
  private final PreparedGraph source;
  private final GraphWriter writer;
  private final Weights form;
  private int raisedChannels;

  WeightWriter(PreparedGraph source, GraphWriter writer, Weights form) {
    this.source = source;
    this.writer = writer;
    this.form = form;
  }

  int raisedChannels() {
    return raisedChannels;
  }

  /** The node's operands from the second on: weight as int8, bias as float. */
  List<String> weightOnly(WeightSlot slot) {
    QuantizedWeight weight = QuantizedWeight.of(weight(slot), slot.axis(), form, null, 1);
    List<String> operands = new ArrayList<>(List.of(write(slot, weight)));
    slot.bias()
        .map(name ->
            slot.biasFactor() == 1
                ? writer.name(name)
                : writer.store(
                    Initializers.ofFloats(bias(slot, name).shape(), bias(slot, name).values())))
        .ifPresent(operands::add);
    return operands;
  }

  /**
   * The node's operands from the second on: weight as int8, bias as int32.
   *
   * @param inputScale of the node's first operand
   */
  List<String> weightAndBias(WeightSlot slot, float inputScale) {
    Optional<Tensor> bias = slot.bias().map(name -> bias(slot, name));
    QuantizedWeight weight =
        QuantizedWeight.of(
            weight(slot), slot.axis(), form, bias.map(Tensor::values).orElse(null), inputScale);
    raisedChannels += weight.raised();
    List<String> operands = new ArrayList<>(List.of(write(slot, weight)));
    bias.ifPresent(values -> operands.add(writeBias(slot, values, weight, inputScale)));
    return operands;
  }

  /** The float weight that the node multiplies with. */
  Tensor weight(WeightSlot slot) {
    return scaled(slot.weight(), slot.weightFactor());
  }

  private Tensor bias(WeightSlot slot, String name) {
    return scaled(name, slot.biasFactor());
  }

  private Tensor scaled(String initializer, float factor) {
    TensorProto stored = source.initializers().get(initializer);
    if (stored == null) {
      throw new IllegalStateException("no initializer '" + initializer + "'");
    }
    Tensor tensor = Initializers.floats(stored);
    for (int i = 0; factor != 1 && i < tensor.values().length; i++) {
      tensor.values()[i] *= factor;
    }
    return tensor;
  }

  private String write(WeightSlot slot, QuantizedWeight weight) {
    long[] shape = weight(slot).shape();
    TensorProto stored = Initializers.ofBytes(DataType.INT8, shape, weight.values());
    return writer.dequantizeConstant(stored, weight.scales(), weight.zeroPoints(), slot.axis());
  }

  private String writeBias(WeightSlot slot, Tensor bias, QuantizedWeight weight, float inputScale) {
    int[] steps = new int[bias.values().length];
    float[] scales = new float[form.perChannel() ? steps.length : 1];
    for (int i = 0; i < steps.length; i++) {
      float scale = weight.biasScale(i, inputScale);
      double exact = Math.rint(bias.values()[i] / (double) scale);
      if (!Float.isFinite(scale) || Math.abs(exact) > Integer.MAX_VALUE) {
        throw new QuantizerException(
            RefusalCode.BAD_WEIGHTS,
            "weight '" + slot.weight() + "' channel " + i,
            "is so large that no int32 bias goes with it (scale " + scale + ")",
            "look for a training run that diverged");
      }
      scales[form.perChannel() ? i : 0] = scale;
      steps[i] = (int) exact;
    }
    return writer.dequantizeConstant(Initializers.ofInts(bias.shape(), steps), scales, null, 0);
  }
}
