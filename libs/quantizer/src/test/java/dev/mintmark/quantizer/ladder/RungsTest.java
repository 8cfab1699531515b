package dev.mintmark.quantizer.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.gate.Measurement;
import dev.mintmark.quantizer.gate.Metric;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RungsTest {
  private static final RungForm FORM = RungForm.of(ActivationType.UINT8, true);

  /** Never satisfied, so that every rung is tried. */
  private static final class Never implements Metric {
    @Override
    public String name() {
      return "never";
    }

    @Override
    public Tally start() {
      return new Tally() {
        @Override
        public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {}

        @Override
        public Measurement result() {
          return new Measurement.Value(0, new TreeMap<>());
        }
      };
    }
  }

  static Stream<String> names() {
    return Rungs.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isFoundAgainByTheNameThatIsRecorded(String name) {
    assertThat(Rungs.named(name, FORM).rung()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "static", "static-", "static-root-mean-square", "Dynamic", "blocks-int2"})
  void refusesAnUnknownName(String name) {
    assertThatThrownBy(() -> Rungs.named(name, FORM))
        .hasMessageContaining("mixed16-percentile")
        .hasMessageEndingWith("(QNT-075)");
  }

  @Test
  void asksForTheRangesThatTheRungsNeedAndTheUsualOnes() {
    List<Scheme> rungs = List.of(Rungs.named("mixed16-mse", FORM), Rungs.named("float16", FORM));

    assertThat(Rungs.calibrators(rungs))
        .isEqualTo(
            Set.of(
                Calibrator.MIN_MAX,
                Calibrator.PERCENTILE,
                Calibrator.MSE,
                Calibrator.ROOT_MEAN_SQUARE));
  }

  @Test
  void goesOnWhereTheModelHasNoFormForARung() {
    OnnxModel model = TinyModels.detector(12).build();
    List<Scheme> rungs = Rungs.names().stream().map(name -> Rungs.named(name, FORM)).toList();
    SampleSet samples = TinyModels.samples("calibration", 0, 4);
    CalibrationTable table = Calibration.measure(model, samples, Rungs.calibrators(rungs));
    SampleSet held = TinyModels.samples("validation", 100, 2);

    LadderResult result = new Ladder(model, table, held, new Gate(new Never(), 1)).climb(rungs);

    assertThat(result.attempts())
        .extracting(Attempt::rung)
        .hasSize(17)
        .contains("static-entropy", "mixed16-mse", "static16-moving-average", "float16");
    assertThat(result.impossible())
        .extracting(Impossible::rung)
        .containsExactly("dynamic", "blocks-int8", "blocks-int4");
    assertThat(result.impossible()).extracting(Impossible::code).containsOnly("QNT-074");
  }
}
