package dev.mintmark.quantizer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.quantizer.observe.TensorGroups;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.sample.Feed;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSearchTest {
  private static final Set<Calibrator> ALL = EnumSet.allOf(Calibrator.class);

  /** Like a normal distribution, seldom beyond 5, and one value that is far off. */
  private static float[] withOneFarOff(float far) {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[400_000];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int j = 0; j < 12; j++) {
        sum += random.nextDouble();
      }
      values[i] = (float) (sum - 6);
    }
    values[values.length / 2] = far;
    return values;
  }

  private static Map<Calibrator, Range> ranges(float[] values) {
    Tensor tensor = Tensor.of(new long[] {values.length}, values);
    TensorRange range = new TensorRange(1, ALL);
    range.measure(tensor, Span.of(values));
    assertThat(range.needsAnotherPass()).isTrue();
    range.startAgain();
    range.pass(tensor);
    return range.ranges();
  }

  @ParameterizedTest
  @EnumSource(names = {"MSE", "ENTROPY"})
  void cutsOffWhatIsFarOff(Calibrator calibrator) {
    Range range = Objects.requireNonNull(ranges(withOneFarOff(12)).get(calibrator));

    assertThat(range.high()).isBetween(3f, 9f);
    assertThat(-range.low()).isBetween(2f, 6f);
  }

  /** An entropy search without a bound throws nearly everything away on such tensors. */
  @Test
  void entropyDoesNotCollapseWhereNearlyAllValuesAreSmall() {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 50 == 0 ? 1 + i * 1e-4f : 1e-3f + i * 1e-8f;
    }

    assertThat(Objects.requireNonNull(ranges(values).get(Calibrator.ENTROPY)).high())
        .isGreaterThan(1.5f);
  }

  @ParameterizedTest
  @EnumSource
  void ofZerosIsZero(Calibrator calibrator) {
    assertThat(Objects.requireNonNull(ranges(new float[100]).get(calibrator)))
        .isEqualTo(new Range(0, 0));
  }

  @Test
  void averagesTheEndsOfTheSamples() {
    TensorRange range = new TensorRange(2, Set.of(Calibrator.MOVING_AVERAGE));
    for (float[] values : List.of(new float[] {-1, 5}, new float[] {-3, 1})) {
      range.measure(Tensor.of(new long[] {2}, values), Span.of(values));
    }

    assertThat(range.ranges()).isEqualTo(Map.of(Calibrator.MOVING_AVERAGE, new Range(-2, 3)));
  }

  @Test
  void tellsHowLargeTheValuesAre() {
    assertThat(
            Objects.requireNonNull(
                ranges(new float[] {3, -4, 0, 0}).get(Calibrator.ROOT_MEAN_SQUARE)))
        .isEqualTo(new Range(-2.5f, 2.5f));
  }

  @ParameterizedTest(name = "{0} elements at a time")
  @ValueSource(longs = {1, 100, 1000, 1_000_000})
  void measuresTheSameWhateverFitsIntoMemory(long budget) {
    SampleSet samples = TinyModels.samples("calibration", 0, 5);
    byte[] alone = table(samples, 1, 1L << 40);

    assertThat(table(samples, 3, budget)).isEqualTo(alone);
  }

  private static byte[] table(SampleSet samples, int threads, long budget) {
    return Calibration.measure(
            TinyModels.detector(12).build(), samples, ALL, new InOrder(threads), budget)
        .bytes();
  }

  @Test
  void dividesTensorsIntoGroupsThatFit() {
    Tensor sample = Tensor.of(new long[] {1, 2, 8, 8}, TinyModels.wave(128, 0.1f));

    List<List<String>> groups =
        TensorGroups.of(
            TinyModels.detector(12).build(),
            List.of("x", "stem", "stem/relu", "pooled", "y"),
            Feed.of("x", sample),
            400);

    // 128, 256, 256, 64 and 48 elements.
    assertThat(groups).containsExactly(List.of("x", "stem"), List.of("stem/relu", "pooled", "y"));
  }
}
