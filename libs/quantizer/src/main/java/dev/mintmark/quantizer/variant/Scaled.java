package dev.mintmark.quantizer.variant;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Initializers;

/** A stored float32 tensor times a factor, under another name. */
final class Scaled {
  private Scaled() {}

  static TensorProto by(TensorProto tensor, float factor, String name) {
    float[] values = Initializers.floats(tensor).values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Initializers.ofFloats(Initializers.shape(tensor), values).toBuilder()
        .setName(name)
        .build();
  }
}
