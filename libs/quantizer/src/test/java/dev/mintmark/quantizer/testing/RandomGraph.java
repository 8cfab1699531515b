package dev.mintmark.quantizer.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Valid graphs that nobody thought of: images of a few channels that are convolved, pooled, added,
 * joined and reshaped at random, with odd weights. Input {@code x} [1,3,6,6].
 */
public final class RandomGraph {
  private record Image(String name, int channels, int side) {}

  private final SplittableRandom random;
  private final ModelBuilder model;
  private final List<Image> images = new ArrayList<>();
  private int next;

  private RandomGraph(SplittableRandom random) {
    this.random = random;
    this.model = ModelBuilder.opset(random.nextInt(11, 16)).input("x", 1, 3, 6, 6);
    images.add(new Image("x", 3, 6));
  }

  /** A graph of up to a dozen nodes. */
  public static ModelBuilder of(SplittableRandom random) {
    RandomGraph graph = new RandomGraph(random);
    for (int nodes = random.nextInt(1, 12); nodes > 0; nodes--) {
      graph.add();
    }
    graph.end();
    return graph.model;
  }

  private String fresh() {
    return "t" + next++;
  }

  private Image any() {
    return images.get(random.nextInt(images.size()));
  }

  private void add() {
    Image from = any();
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> convolve(from);
      case 3 -> same("Relu", from);
      case 4 -> same(random.nextBoolean() ? "Sigmoid" : "LeakyRelu", from);
      case 5 -> same("Identity", from);
      case 6 -> pool(from);
      case 7 -> sum(from);
      case 8 -> concatenate(from);
      case 9 -> normalize(from);
      case 10 -> transposeConvolve(from);
      default -> multiply(from);
    }
  }

  private void same(String operator, Image from) {
    Image to = new Image(fresh(), from.channels(), from.side());
    model.node(operator, List.of(from.name()), to.name());
    images.add(to);
  }

  private void convolve(Image from) {
    int groups = random.nextInt(4) == 0 ? from.channels() : 1;
    int channels = groups == 1 ? random.nextInt(1, 5) : groups * random.nextInt(1, 3);
    int kernel = random.nextBoolean() && from.side() >= 3 ? 3 : 1;
    String weight = weights(channels, from.channels() / groups, kernel, kernel);
    List<String> inputs = new ArrayList<>(List.of(from.name(), weight));
    if (random.nextBoolean()) {
      inputs.add(weights(channels));
    }
    Image to = new Image(fresh(), channels, from.side() - kernel + 1);
    model.node("Conv", inputs, to.name(), ModelBuilder.number("group", groups));
    images.add(to);
  }

  private void transposeConvolve(Image from) {
    int groups = random.nextBoolean() ? from.channels() : 1;
    int each = random.nextInt(1, 3);
    List<String> inputs =
        new ArrayList<>(List.of(from.name(), weights(from.channels(), each, 2, 2)));
    if (random.nextBoolean()) {
      inputs.add(weights(each * groups));
    }
    Image to = new Image(fresh(), each * groups, from.side() + 1);
    model.node("ConvTranspose", inputs, to.name(), ModelBuilder.number("group", groups));
    images.add(to);
  }

  private void pool(Image from) {
    if (from.side() < 2) {
      same("Relu", from);
      return;
    }
    Image to = new Image(fresh(), from.channels(), from.side() - 1);
    String operator = random.nextBoolean() ? "MaxPool" : "AveragePool";
    AttributeProto kernel = ModelBuilder.numbers("kernel_shape", 2, 2);
    model.node(operator, List.of(from.name()), to.name(), kernel);
    images.add(to);
  }

  private void sum(Image from) {
    Image other = any();
    boolean fits = other.channels() == from.channels() && other.side() == from.side();
    Image to = new Image(fresh(), from.channels(), from.side());
    String operand = fits ? other.name() : weights(from.channels(), 1, 1);
    model.node(random.nextBoolean() ? "Add" : "Mul", List.of(from.name(), operand), to.name());
    images.add(to);
  }

  private void concatenate(Image from) {
    Image other = any();
    if (other.side() != from.side()) {
      other = from;
    }
    Image to = new Image(fresh(), from.channels() + other.channels(), from.side());
    model.node(
        "Concat", List.of(from.name(), other.name()), to.name(), ModelBuilder.number("axis", 1));
    images.add(to);
  }

  private void normalize(Image from) {
    Image to = new Image(fresh(), from.channels(), from.side());
    float[] variances = new float[from.channels()];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = 0.05f + (float) random.nextDouble();
    }
    String variance = fresh();
    model.floats(variance, new long[] {variances.length}, variances);
    model.node(
        "BatchNormalization",
        List.of(
            from.name(),
            weights(from.channels()),
            weights(from.channels()),
            weights(from.channels()),
            variance),
        to.name());
    images.add(to);
  }

  private void multiply(Image from) {
    Image to = new Image(fresh(), from.channels(), from.side());
    model.node("MatMul", List.of(from.name(), weights(from.side(), from.side())), to.name());
    images.add(to);
  }

  /** Seldom ordinary: zeros, a dead channel, tiny and large values. */
  private String weights(int... shape) {
    long[] dimensions = new long[shape.length];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      dimensions[i] = shape[i];
      count *= shape[i];
    }
    float size = new float[] {1, 1, 1, 0, 1e-6f, 20}[random.nextInt(6)];
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = size * (float) (random.nextDouble() * 2 - 1);
    }
    for (int i = 0; i < count / shape[0] && random.nextInt(8) == 0; i++) {
      values[i] = 0;
    }
    String name = fresh();
    model.floats(name, dimensions, values);
    return name;
  }

  /** Outputs: the last image, and now and then another that is read as well. */
  private void end() {
    Image last = images.getLast();
    if (images.size() == 1) {
      same("Relu", last);
      last = images.getLast();
    }
    model.output(last.name(), 1, last.channels(), last.side(), last.side());
    Image other = any();
    if (random.nextBoolean() && !other.name().equals("x") && !other.equals(last)) {
      model.output(other.name(), 1, other.channels(), other.side(), other.side());
    }
  }
}
