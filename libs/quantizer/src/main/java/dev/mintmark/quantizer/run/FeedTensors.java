package dev.mintmark.quantizer.run;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.tensor.Value;
import dev.mintmark.quantizer.tensor.WholeNumbers;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sample's arrays in ONNX Runtime's memory, until closed. */
public final class FeedTensors implements AutoCloseable {
  private final Map<String, OnnxTensor> byName = new LinkedHashMap<>();

  private FeedTensors() {}

  /** Copies a sample's arrays. */
  public static FeedTensors of(Feed feed) throws OrtException {
    FeedTensors tensors = new FeedTensors();
    try {
      for (Map.Entry<String, Value> value : feed.values().entrySet()) {
        tensors.byName.put(value.getKey(), tensor(value.getValue()));
      }
      return tensors;
    } catch (OrtException | RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private static OnnxTensor tensor(Value value) throws OrtException {
    return switch (value) {
      case Tensor floats ->
          OnnxTensor.createTensor(
              OrtEnvironment.getEnvironment(), FloatBuffer.wrap(floats.values()), floats.shape());
      case WholeNumbers whole -> tensor(whole);
    };
  }

  private static OnnxTensor tensor(WholeNumbers whole) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    ByteBuffer data = whole.data();
    return switch (whole.type()) {
      case INT64 -> OnnxTensor.createTensor(environment, data.asLongBuffer(), whole.shape());
      case INT32 -> OnnxTensor.createTensor(environment, data.asIntBuffer(), whole.shape());
      case BOOL -> OnnxTensor.createTensor(environment, data, whole.shape(), OnnxJavaType.BOOL);
    };
  }

  /** By the names of the model's inputs. */
  public Map<String, OnnxTensor> byName() {
    return Collections.unmodifiableMap(byName);
  }

  @Override
  public void close() {
    byName.values().forEach(OnnxTensor::close);
  }
}
