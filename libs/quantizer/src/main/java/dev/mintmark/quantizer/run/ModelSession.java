package dev.mintmark.quantizer.run;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A loaded model. Fixed are: CPU, one thread, no graph optimization. With it a quantized model is
 * computed in float between its Quantize and Dequantize nodes, as the ONNX specification defines
 * it, and not by integer kernels that differ between processors; optimization would also choose
 * another memory layout and order of sums on another processor.
 *
 * <p>Several threads may run it at once: each run is computed by its own thread alone, so its
 * numbers are the same.
 */
public final class ModelSession implements AutoCloseable {
  private final OrtSession session;

  private ModelSession(OrtSession session) {
    this.session = session;
  }

  /**
   * Loads a model.
   *
   * @throws QuantizerException {@code QNT-040} when ONNX Runtime refuses it
   */
  public static ModelSession open(byte[] model) {
    return open(model, OptLevel.NO_OPT);
  }

  /**
   * Loads a model as a device does, with every graph optimization: for timing it. Its numbers
   * differ between processors and are compared with nothing.
   *
   * @throws QuantizerException as {@link #open(byte[])}
   */
  public static ModelSession openOptimized(byte[] model) {
    return open(model, OptLevel.ALL_OPT);
  }

  private static ModelSession open(byte[] model, OptLevel level) {
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(level);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      return new ModelSession(OrtEnvironment.getEnvironment().createSession(model, options));
    } catch (OrtException e) {
      throw refused("ONNX Runtime does not load it: " + e.getMessage(), e);
    }
  }

  /**
   * What the model takes, by name.
   *
   * @throws QuantizerException {@code QNT-007} for an input that is no array
   */
  public List<TensorFact> inputs() {
    return SessionInputs.of(session);
  }

  /** {@code onnxruntime-<version>}. */
  public static String runtime() {
    return "onnxruntime-" + OrtEnvironment.getEnvironment().getVersion();
  }

  /**
   * Runs the model.
   *
   * @return its float32 outputs by name, sorted; others are left out
   * @throws QuantizerException {@code QNT-040} when it fails
   */
  public SequencedMap<String, Tensor> run(Feed feed) {
    TreeMap<String, Tensor> outputs = new TreeMap<>();
    try (FeedTensors in = FeedTensors.of(feed);
        OrtSession.Result result = session.run(in.byName())) {
      for (Map.Entry<String, OnnxValue> output : result) {
        if (output.getValue() instanceof OnnxTensor tensor
            && tensor.getInfo().type == OnnxJavaType.FLOAT) {
          outputs.put(output.getKey(), copy(tensor));
        }
      }
    } catch (OrtException e) {
      throw refused("fails on the sample " + feed + ": " + e.getMessage(), e);
    }
    return Collections.unmodifiableSequencedMap(outputs);
  }

  private static Tensor copy(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    if (buffer.hasArray() && buffer.array().length == buffer.remaining()) {
      // A copy already, and nobody else's.
      return Tensor.of(tensor.getInfo().getShape(), buffer.array());
    }
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Tensor.of(tensor.getInfo().getShape(), values);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("cannot close a model session", e);
    }
  }

  private static QuantizerException refused(String found, OrtException cause) {
    return new QuantizerException(
        RefusalCode.CANNOT_RUN,
        "model",
        found,
        "check that the exported model runs in " + runtime(),
        cause);
  }
}
