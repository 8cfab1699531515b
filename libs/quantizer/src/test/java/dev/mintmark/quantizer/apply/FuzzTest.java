package dev.mintmark.quantizer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.Mutation;
import dev.mintmark.quantizer.testing.RandomGraph;
import dev.mintmark.quantizer.testing.Shapes;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Graphs that nobody thought of, and models that were damaged. {@code -Dmintmark.fuzz=100000} makes
 * so many of each; every failure names its seed.
 */
class FuzzTest {
  private static final int COUNT = Integer.getInteger("mintmark.fuzz", 2000);
  private static final long SEED = Long.getLong("mintmark.fuzz.seed", 1);

  /** ONNX Runtime runs one graph in so many. */
  private static final int RUN_ONE_IN = 8;

  private static final List<Scheme> SCHEMES =
      Rungs.names().stream()
          .map(name -> Rungs.named(name, RungForm.of(ActivationType.UINT8, true)))
          .toList();

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void quantizesAnyValidGraph() {
    for (long seed = SEED; seed < SEED + COUNT; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      OnnxModel model = RandomGraph.of(random).build();
      Scheme scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
      try {
        if (seed % RUN_ONE_IN == 0) {
          run(model, scheme);
        } else {
          apply(model, scheme);
        }
      } catch (QuantizerException e) {
        assertThat(e.code().code())
            .as("seed " + seed + ": " + e.getMessage())
            .isIn("QNT-074", "QNT-020");
      } catch (RuntimeException | AssertionError e) {
        fail("seed " + seed + " with " + scheme.rung(), e);
      }
    }
  }

  /** Every output that is there in float is there, of the same shape, finite, and alike. */
  private static void run(OnnxModel model, Scheme scheme) {
    Tensor sample = Tensor.of(new long[] {1, 3, 6, 6}, TinyModels.wave(108, 0.7f));
    SampleSet samples = new SampleSet("one", List.of(TinyModels.sample("s", sample)));
    Map<String, Tensor> expected = RecordedRun.of(model.bytes(), TinyModels.sample("s", sample));
    compare(expected, RecordedRun.of(FloatCopy.of(model), TinyModels.sample("s", sample)), 1e-3);
    CalibrationTable table =
        Calibration.measure(model, samples, Rungs.calibrators(List.of(scheme)));
    byte[] quantized = Quantizer.apply(model, table, scheme).bytes();
    // Sums of products with odd weights may cancel out: only what is far from sense is caught here.
    compare(expected, RecordedRun.of(quantized, TinyModels.sample("s", sample)), 1e3);
  }

  private static void compare(
      Map<String, Tensor> expected, Map<String, Tensor> actual, double most) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, tensor) -> {
      Tensor wanted = Objects.requireNonNull(expected.get(name));
      assertThat(tensor.shape()).isEqualTo(wanted.shape());
      assertThat(tensor.isFinite()).isTrue();
      assertThat(RecordedRun.difference(wanted, tensor)).isLessThan(most);
    });
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eitherQuantizesOrRefusesDamagedModels() {
    List<ModelProto> models = new ArrayList<>();
    models.add(TinyModels.detector(12).proto());
    Shapes.all().values().forEach(shape -> models.add(shape.proto()));
    int taken = 0;
    for (long seed = SEED; seed < SEED + COUNT; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = Mutation.of(models.get(random.nextInt(models.size())), random);
      try {
        OnnxModel model = OnnxModel.parse(damaged);
        for (Scheme scheme : SCHEMES) {
          taken += apply(model, scheme);
        }
      } catch (QuantizerException e) {
        assertThat(e.code().code()).startsWith("QNT-0");
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed, e);
      }
    }
    assertThat(taken).isBetween(1, COUNT * SCHEMES.size() - 1);
  }

  /** Nothing is run: a range is made up. */
  private static int apply(OnnxModel model, Scheme scheme) {
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    for (String tensor : FloatTensors.of(model)) {
      Map<Calibrator, Range> all = new EnumMap<>(Calibrator.class);
      for (Calibrator calibrator : Calibrator.values()) {
        all.put(
            calibrator,
            new Range(-1 - List.of(Calibrator.values()).indexOf(calibrator), tensor.length()));
      }
      ranges.put(tensor, all);
    }
    Digest samples = Digest.of(new byte[0]);
    CalibrationTable table = new CalibrationTable(model.digest(), samples, 1, "none", ranges);
    return Quantizer.apply(model, table, scheme).bytes().length > 0 ? 1 : 0;
  }
}
