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
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
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
    long[] values = whole.values();
    return switch (whole.type()) {
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values), whole.shape());
      case INT32 -> {
        int[] numbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
          numbers[i] = Math.toIntExact(values[i]);
        }
        yield OnnxTensor.createTensor(environment, IntBuffer.wrap(numbers), whole.shape());
      }
      case BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(values.length).order(ByteOrder.nativeOrder());
        for (long value : values) {
          bytes.put((byte) value);
        }
        yield OnnxTensor.createTensor(
            environment, bytes.rewind(), whole.shape(), OnnxJavaType.BOOL);
      }
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
