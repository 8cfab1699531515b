package dev.mintmark.quantizer.prepare;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Attributes;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a BatchNormalization into the weight and bias of the Conv before it, when nothing else reads
 * what is between the two: {@code w' = w * g}, {@code b' = (b - mean) * g + beta} with {@code g =
 * gamma / sqrt(variance + epsilon)}, in doubles.
 */
final class BatchNormFolding {
  private static final float EPSILON = 1e-5f;

  private final Draft draft;
  private final Map<String, Integer> readers;
  private final Map<String, Integer> convolutions = new HashMap<>();
  private final List<NodeProto> nodes = new ArrayList<>();

  private BatchNormFolding(Draft draft) {
    this.draft = draft;
    this.readers = draft.readers();
  }

  static void apply(Draft draft) {
    BatchNormFolding folding = new BatchNormFolding(draft);
    draft.nodes().forEach(folding::add);
    draft.replace(folding.nodes);
  }

  private void add(NodeProto node) {
    Integer at = node.getInputCount() == 0 ? null : convolutions.get(node.getInput(0));
    if (at != null && node.getOpType().equals("BatchNormalization")) {
      Optional<NodeProto> folded = fold(nodes.get(at), node);
      if (folded.isPresent()) {
        nodes.set(at, folded.get());
        return;
      }
    }
    if (node.getOpType().equals("Conv")
        && readers.getOrDefault(node.getOutput(0), 0) == 1
        && !draft.isKept(node.getOutput(0))) {
      convolutions.put(node.getOutput(0), nodes.size());
    }
    nodes.add(node);
  }

  private Optional<NodeProto> fold(NodeProto conv, NodeProto norm) {
    boolean trains =
        norm.getOutputCount() != 1 || Attributes.integer(norm, "training_mode", 0) != 0;
    Optional<float[]> weight = floats(conv, 1);
    if (trains || norm.getInputCount() != 5 || weight.isEmpty()) {
      return Optional.empty();
    }
    TensorProto stored = draft.constant(conv.getInput(1)).orElseThrow();
    int channels = (int) stored.getDims(0);
    boolean hasBias = conv.getInputCount() > 2 && !conv.getInput(2).isEmpty();
    Optional<float[]> bias = hasBias ? floats(conv, 2) : Optional.of(new float[channels]);
    List<float[]> statistics = new ArrayList<>();
    for (int i = 1; i < 5; i++) {
      floats(norm, i).filter(values -> values.length == channels).ifPresent(statistics::add);
    }
    if (statistics.size() != 4 || bias.isEmpty() || bias.get().length != channels) {
      return Optional.empty();
    }
    double epsilon = Attributes.number(norm, "epsilon", EPSILON);
    return scale(statistics, weight.get(), bias.get(), epsilon)
        ? Optional.of(rewritten(conv, norm, stored, weight.get(), bias.get()))
        : Optional.empty();
  }

  /** Scales weight and bias in place; false when a result is no finite float. */
  private static boolean scale(
      List<float[]> statistics, float[] weight, float[] bias, double epsilon) {
    int inner = weight.length / bias.length;
    boolean finite = true;
    for (int channel = 0; channel < bias.length; channel++) {
      double gain = statistics.get(0)[channel] / Math.sqrt(statistics.get(3)[channel] + epsilon);
      for (int i = channel * inner; i < (channel + 1) * inner; i++) {
        weight[i] = (float) (weight[i] * gain);
        finite &= Float.isFinite(weight[i]);
      }
      double moved = ((double) bias[channel] - statistics.get(2)[channel]) * gain;
      bias[channel] = (float) (moved + statistics.get(1)[channel]);
      finite &= Float.isFinite(bias[channel]);
    }
    return finite;
  }

  private NodeProto rewritten(
      NodeProto conv, NodeProto norm, TensorProto stored, float[] weight, float[] bias) {
    String weightName = draft.fresh();
    String biasName = draft.fresh();
    draft.store(weightName, Initializers.ofFloats(Initializers.shape(stored), weight));
    draft.store(biasName, Initializers.ofFloats(new long[] {bias.length}, bias));
    return conv.toBuilder()
        .clearInput()
        .addInput(conv.getInput(0))
        .addInput(weightName)
        .addInput(biasName)
        .setOutput(0, norm.getOutput(0))
        .build();
  }

  /** The values of a stored float32 operand, a copy. */
  private Optional<float[]> floats(NodeProto node, int index) {
    return Optional.of(node)
        .filter(n -> n.getInputCount() > index)
        .flatMap(n -> draft.constant(n.getInput(index)))
        .filter(tensor -> tensor.getDataType() == DataType.FLOAT_VALUE)
        .filter(tensor -> tensor.getDimsCount() > 0 && !tensor.getDimsList().contains(0L))
        .map(Initializers::floats)
        .map(Tensor::values);
  }
}
