package dev.mintmark.quantizer.noise;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import dev.mintmark.quantizer.observe.Observation;
import dev.mintmark.quantizer.observe.TensorGroups;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How noisy one tensor is in a quantized model, all that went before it included.
 *
 * @param tensor name in the float model
 * @param decibels ten times the decimal logarithm of the float tensor's square by the square of the
 *     difference, one decimal; 200 where there is none
 */
public record TensorNoise(String tensor, double decibels) {
  private static final double SILENCE = 200;

  /**
   * Measures every tensor that a scheme quantized.
   *
   * @param samples to run both models on
   * @return the noisiest first, then by name; empty where activations stay float
   */
  public static List<TensorNoise> measure(
      OnnxModel model, QuantizedModel quantized, SampleSet samples) {
    List<TensorFact> inputs = model.inputs();
    Set<String> given = inputs.stream().map(TensorFact::name).collect(Collectors.toSet());
    List<String> tensors =
        quantized.tensors().keySet().stream().filter(name -> !given.contains(name)).toList();
    if (tensors.isEmpty()) {
      return List.of();
    }
    InOrder runs = InOrder.fitting(samples.heaviest());
    // Two models hand over each tensor.
    long budget = TensorGroups.budget(runs.threads()) / 2;
    Feed first = samples.samples().getFirst().feed(inputs);
    Map<String, Power> powers = new TreeMap<>();
    for (List<String> group : TensorGroups.of(model, tensors, first, budget)) {
      observe(model, quantized, samples, runs, group, powers);
    }
    List<TensorNoise> noise = new ArrayList<>();
    powers.forEach((name, power) -> noise.add(new TensorNoise(name, power.decibels())));
    noise.sort(
        Comparator.comparingDouble(TensorNoise::decibels).thenComparing(TensorNoise::tensor));
    return noise;
  }

  private record Pair(Map<String, Tensor> wanted, Map<String, Tensor> given) {}

  private static void observe(
      OnnxModel model,
      QuantizedModel quantized,
      SampleSet samples,
      InOrder runs,
      List<String> group,
      Map<String, Power> powers) {
    List<String> others =
        group.stream().map(name -> quantized.tensors().getOrDefault(name, name)).toList();
    try (ModelSession exact = ModelSession.open(Observation.of(model.proto(), group));
        ModelSession rounded = ModelSession.open(Observation.of(proto(quantized), others))) {
      runs.forEach(
          samples.samples(),
          (Sample sample) -> {
            Feed feed = sample.feed(model.inputs());
            return new Pair(exact.run(feed), rounded.run(feed));
          },
          pair -> {
            for (int i = 0; i < group.size(); i++) {
              Tensor wanted = pair.wanted().get(group.get(i));
              Tensor given = pair.given().get(others.get(i));
              if (wanted != null && given != null) {
                powers.computeIfAbsent(group.get(i), name -> new Power()).add(wanted, given);
              }
            }
          });
    }
  }

  private static ModelProto proto(QuantizedModel quantized) {
    try {
      return ModelProto.parseFrom(quantized.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a model that was just written cannot be read", e);
    }
  }

  /** Sums of squares, in the samples' order. */
  private static final class Power {
    private double signal;
    private double noise;

    void add(Tensor wanted, Tensor given) {
      for (int i = 0; i < wanted.values().length; i++) {
        double value = wanted.values()[i];
        double difference = given.values()[i] - value;
        signal += value * value;
        noise += difference * difference;
      }
    }

    double decibels() {
      double ratio = noise == 0 ? SILENCE : 10 * StrictMath.log10(signal / noise);
      return Math.rint(Math.clamp(ratio, -SILENCE, SILENCE) * 10) / 10;
    }
  }
}
