package dev.mintmark.quantizer.run;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.TensorFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** What a loaded model takes. */
public final class SessionInputs {
  private SessionInputs() {}

  /**
   * The inputs by name.
   *
   * @throws QuantizerException {@code QNT-007} for an input that is no array
   */
  public static List<TensorFact> of(OrtSession session) {
    List<TensorFact> inputs = new ArrayList<>();
    try {
      for (NodeInfo input : new TreeMap<>(session.getInputInfo()).values()) {
        if (!(input.getInfo() instanceof TensorInfo array)) {
          throw new QuantizerException(
              RefusalCode.UNSUPPORTED_SIGNATURE,
              "input '" + input.getName() + "'",
              "is " + input.getInfo(),
              "give a model whose inputs are arrays");
        }
        inputs.add(
            new TensorFact(
                input.getName(),
                type(array.type),
                LongStream.of(array.getShape()).boxed().toList()));
      }
    } catch (OrtException e) {
      throw new QuantizerException(
          RefusalCode.CANNOT_RUN,
          "model",
          "does not say what it takes: " + e.getMessage(),
          "check the model with onnx.checker",
          e);
    }
    return inputs;
  }

  private static String type(OnnxJavaType type) {
    return type == OnnxJavaType.FLOAT ? "float32" : type.name().toLowerCase(Locale.ROOT);
  }
}
