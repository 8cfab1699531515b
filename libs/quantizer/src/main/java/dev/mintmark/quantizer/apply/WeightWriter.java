package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.PreparedGraph;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the weights and biases of a graph as integers. */
final class WeightWriter {
  private final PreparedGraph source;
  private final GraphWriter writer;
  private final boolean perChannel;
  private int raisedChannels;

  WeightWriter(PreparedGraph source, GraphWriter writer, boolean perChannel) {
    this.source = source;
    this.writer = writer;
    this.perChannel = perChannel;
  }

  int raisedChannels() {
    return raisedChannels;
  }

  /** The node's operands from the second on: weight as int8, bias as float. */
  List<String> weightOnly(WeightSlot slot) {
    QuantizedWeight weight =
        QuantizedWeight.of(tensor(slot.weight()), slot.axis(), perChannel, null, 1);
    List<String> operands = new ArrayList<>(List.of(write(slot, weight)));
    slot.bias().map(writer::name).ifPresent(operands::add);
    return operands;
  }

  /**
   * The node's operands from the second on: weight as int8, bias as int32.
   *
   * @param inputScale of the node's first operand
   */
  List<String> weightAndBias(WeightSlot slot, float inputScale) {
    Optional<Tensor> bias = slot.bias().map(this::tensor);
    QuantizedWeight weight =
        QuantizedWeight.of(
            tensor(slot.weight()),
            slot.axis(),
            perChannel,
            bias.map(Tensor::values).orElse(null),
            inputScale);
    raisedChannels += weight.raised();
    List<String> operands = new ArrayList<>(List.of(write(slot, weight)));
    bias.ifPresent(values -> operands.add(writeBias(slot, values, weight, inputScale)));
    return operands;
  }

  private Tensor tensor(String initializer) {
    TensorProto stored = source.initializers().get(initializer);
    if (stored == null) {
      throw new IllegalStateException("no initializer '" + initializer + "'");
    }
    return Initializers.floats(stored);
  }

  private String write(WeightSlot slot, QuantizedWeight weight) {
    TensorProto stored =
        Initializers.ofBytes(DataType.INT8, tensor(slot.weight()).shape(), weight.values());
    return writer.dequantizeConstant(stored, weight.scales(), slot.axis());
  }

  private String writeBias(WeightSlot slot, Tensor bias, QuantizedWeight weight, float inputScale) {
    int[] steps = new int[bias.values().length];
    float[] scales = new float[perChannel ? steps.length : 1];
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
      scales[perChannel ? i : 0] = scale;
      steps[i] = (int) exact;
    }
    return writer.dequantizeConstant(Initializers.ofInts(bias.shape(), steps), scales, 0);
  }
}
