package dev.mintmark.quantizer.testing;

import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Npy;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Small models with the shapes of real ones, and samples for them. */
public final class TinyModels {
  private TinyModels() {}

  /**
   * What BlazeFace is made of: convolution, Relu, pooling, a residual sum whose shortcut is widened
   * with zeros, and a head that is transposed and reshaped. Input {@code x} [1,2,8,8], output
   * {@code y} [1,16,3].
   */
  public static ModelBuilder detector(long opset) {
    return ModelBuilder.opset(opset)
        .input("x", 1, 2, 8, 8)
        .floats("stem/weight", new long[] {4, 2, 3, 3}, wave(72, 0.31f))
        .floats("stem/bias", new long[] {4}, 0.1f, -0.2f, 0.3f, 0f)
        .node(
            "Conv",
            List.of("x", "stem/weight", "stem/bias"),
            "stem",
            ModelBuilder.numbers("pads", 1, 1, 1, 1))
        .node("Relu", List.of("stem"), "stem/relu")
        .node(
            "MaxPool",
            List.of("stem/relu"),
            "pooled",
            ModelBuilder.numbers("kernel_shape", 2, 2),
            ModelBuilder.numbers("strides", 2, 2))
        .floats("block/weight", new long[] {6, 4, 1, 1}, wave(24, 0.77f))
        .node("Conv", List.of("pooled", "block/weight"), "block")
        .longs("zeros/shape", 1, 2, 4, 4)
        .node("ConstantOfShape", List.of("zeros/shape"), "zeros")
        .node("Concat", List.of("pooled", "zeros"), "widened", ModelBuilder.number("axis", 1))
        .node("Add", List.of("block", "widened"), "sum")
        .node("Relu", List.of("sum"), "sum/relu")
        .floats("head/weight", new long[] {3, 6, 1, 1}, wave(18, 0.53f))
        .floats("head/bias", new long[] {3}, -1f, 0.5f, 2f)
        .node("Conv", List.of("sum/relu", "head/weight", "head/bias"), "head")
        .node("Transpose", List.of("head"), "head/last", ModelBuilder.numbers("perm", 0, 2, 3, 1))
        .longs("head/shape", 1, 16, 3)
        .node("Reshape", List.of("head/last", "head/shape"), "y")
        .output("y", 1, 16, 3);
  }

  /** Input {@code x} [1,4], output {@code y} = Relu(x). */
  public static ModelBuilder relu(long opset) {
    return ModelBuilder.opset(opset)
        .input("x", 1, 4)
        .node("Relu", List.of("x"), "y")
        .output("y", 1, 4);
  }

  /** Values from -1 to 1 that do not repeat soon. */
  public static float[] wave(int length, float step) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) StrictMath.sin(1 + i * (double) step);
    }
    return values;
  }

  /** Samples of [1,2,8,8]; other starts give other samples. */
  public static SampleSet samples(String purpose, int start, int count) {
    return new SampleSet(
        purpose,
        IntStream.range(start, start + count)
            .mapToObj(i ->
                sample("s" + i, Tensor.of(new long[] {1, 2, 8, 8}, wave(128, 0.1f + i * 0.07f))))
            .toList());
  }

  /** What a sample holds for a model's only input. */
  public static Tensor tensor(Sample sample, OnnxModel model) {
    return sample.feed(model.inputs()).floats().firstEntry().getValue();
  }

  /** A file of one array. */
  public static Sample sample(String name, Tensor tensor) {
    return Sample.of(name + ".npy", Npy.write(tensor));
  }
}
