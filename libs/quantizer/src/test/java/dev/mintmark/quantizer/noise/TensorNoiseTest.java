package dev.mintmark.quantizer.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Selection;
import dev.mintmark.quantizer.scheme.TensorChoice;
import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TensorNoiseTest {
  private static final OnnxModel MODEL = TinyModels.detector(12).build();
  private static final SampleSet SAMPLES = TinyModels.samples("calibration", 0, 4);
  private static final CalibrationTable TABLE = Calibration.measure(MODEL, SAMPLES);

  private static List<TensorNoise> noise(Scheme scheme) {
    QuantizedModel quantized = Quantizer.apply(MODEL, TABLE, scheme);
    return TensorNoise.measure(MODEL, quantized, SAMPLES);
  }

  private static Scheme withRangeOf(String tensor, Range range) {
    TreeMap<String, TensorChoice> choices = new TreeMap<>();
    choices.put(tensor, new TensorChoice(Optional.empty(), Optional.of(range)));
    return new Scheme.Static(
        Calibrator.MIN_MAX,
        Activations.of(ActivationType.UINT8),
        Weights.of(true),
        new Selection(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), choices));
  }

  @Test
  void measuresEveryQuantizedTensorButTheInput() {
    List<TensorNoise> noise =
        noise(new Scheme.Static(Calibrator.MIN_MAX, ActivationType.UINT8, true));

    assertThat(noise)
        .extracting(TensorNoise::tensor)
        .contains("stem/relu", "pooled", "block", "sum/relu", "head", "y")
        .doesNotContain("x");
    assertThat(noise).extracting(TensorNoise::decibels).allMatch(decibels -> decibels > 25);
    assertThat(noise).extracting(TensorNoise::decibels).isSorted();
  }

  @Test
  void showsTheTensorThatHurts() {
    List<TensorNoise> noise = noise(withRangeOf("block", new Range(-0.01f, 0.01f)));

    assertThat(noise.getFirst().tensor()).isEqualTo("block");
    assertThat(noise.getFirst().decibels()).isLessThan(1);
  }

  @Test
  void hasNothingToTellOfFloatActivations() {
    assertThat(noise(new Scheme.WeightOnly(true))).isEmpty();
  }
}
