package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.List;
import java.util.Set;

/** A float model that passed every check that can be made without running it. */
public final class OnnxModel {
  private static final Set<String> INPUT_TYPES = Set.of("float32", "int64", "int32", "bool");

  private final byte[] bytes;
  private final ModelProto proto;
  private final Digest digest;

  private OnnxModel(byte[] bytes, ModelProto proto) {
    this.bytes = bytes;
    this.proto = proto;
    this.digest = Digest.of(bytes);
  }

  /**
   * Reads and checks a model.
   *
   * @throws QuantizerException {@code QNT-001} not an ONNX file, {@code 002} version, {@code 003}
   *     operator, {@code 004} subgraph, {@code 005} external data, {@code 006} malformed graph,
   *     {@code 008} weights that are not finite, {@code 009} quantized already
   */
  public static OnnxModel parse(byte[] bytes) {
    byte[] copy = bytes.clone();
    ModelProto proto = proto(copy);
    VersionCheck.check(proto);
    OperatorCheck.check(proto.getGraph());
    InitializerCheck.check(proto.getGraph());
    GraphCheck.check(proto.getGraph());
    return new OnnxModel(copy, proto);
  }

  private static ModelProto proto(byte[] bytes) {
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new QuantizerException(
          RefusalCode.NOT_ONNX, "model", "is not an ONNX file: " + e.getMessage(), ADVICE, e);
    }
    if (!proto.hasGraph() || proto.getGraph().getNodeCount() == 0) {
      throw new QuantizerException(
          RefusalCode.NOT_ONNX,
          "model",
          bytes.length + " bytes that hold no ONNX graph with a node",
          ADVICE);
    }
    return proto;
  }

  private static final String ADVICE = "export the trained model to ONNX and give that file";

  /** The file's bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The digest of the file's bytes. */
  public Digest digest() {
    return digest;
  }

  /** The parsed file. */
  public ModelProto proto() {
    return proto;
  }

  public ModelFacts facts() {
    return ModelFacts.of(proto);
  }

  /**
   * What a sample must hold, in graph order.
   *
   * @throws QuantizerException {@code QNT-007} unless there is an input and each is float32, int64,
   *     int32 or bool
   */
  public List<TensorFact> inputs() {
    List<TensorFact> inputs = facts().inputs();
    if (inputs.isEmpty()
        || !inputs.stream().map(TensorFact::elementType).allMatch(INPUT_TYPES::contains)) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_SIGNATURE,
          "model inputs",
          inputs.stream().map(i -> i.name() + " " + i.elementType()).toList().toString(),
          "give a model whose inputs are float32, int64, int32 or bool");
    }
    return inputs;
  }
}
