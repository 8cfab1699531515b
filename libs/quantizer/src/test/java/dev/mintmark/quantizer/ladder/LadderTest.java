package dev.mintmark.quantizer.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.gate.Measurement;
import dev.mintmark.quantizer.gate.Metric;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.InOrder;
import dev.mintmark.quantizer.run.RecordedRun;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.tensor.Tensor;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final OnnxModel MODEL = TinyModels.detector(12).build();
  private static final CalibrationTable TABLE =
      Calibration.measure(MODEL, TinyModels.samples("calibration", 0, 4));
  private static final SampleSet VALIDATION = TinyModels.samples("validation", 100, 3);
  private static final List<Scheme> RUNGS =
      Rungs.of(Calibrator.PERCENTILE, ActivationType.UINT8, true);

  /** One less the greatest difference of the outputs; undecided when told to be. */
  private record Closeness(boolean decides) implements Metric {
    @Override
    public String name() {
      return "closeness";
    }

    @Override
    public Tally start() {
      return new Tally() {
        private double worst;

        @Override
        public void add(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
          reference.forEach((name, tensor) ->
              worst =
                  Math.max(
                      worst, RecordedRun.difference(tensor, candidate.getOrDefault(name, tensor))));
        }

        @Override
        public Measurement result() {
          return decides
              ? new Measurement.Value(Measurement.rounded(1 - worst), new TreeMap<>())
              : new Measurement.Undecided("nobody knows");
        }
      };
    }
  }

  private static LadderResult climb(double minimum) {
    return new Ladder(MODEL, TABLE, VALIDATION, new Gate(new Closeness(true), minimum))
        .climb(RUNGS);
  }

  @Test
  void stopsAtTheFirstRungThatPasses() {
    LadderResult result = climb(0.8);

    assertThat(result).isInstanceOf(LadderResult.Passed.class);
    assertThat(result.attempts()).extracting(Attempt::rung).containsExactly("static-percentile");
  }

  @Test
  void triesTheOtherCalibratorAndThenWeightsOnly() {
    double weightsOnly = ((LadderResult.Failed) climb(1)).attempts().getLast().measured().value();

    LadderResult result = climb(weightsOnly);

    assertThat(result)
        .isInstanceOfSatisfying(
            LadderResult.Passed.class,
            passed -> assertThat(passed.config()).isEqualTo(new Scheme.WeightOnly(true)));
    assertThat(result.attempts())
        .extracting(Attempt::rung)
        .containsExactly("static-percentile", "static-min-max", "weight-only");
  }

  @Test
  void tellsEveryMeasureWhenNoRungPasses() {
    LadderResult result = climb(1);

    assertThat(result).isInstanceOf(LadderResult.Failed.class);
    assertThat(result.attempts())
        .hasSize(3)
        .allSatisfy(attempt -> {
          assertThat(attempt.measured().value()).isBetween(0.8, 0.9999);
          assertThat(attempt.size()).isPositive();
          assertThat(attempt.finite()).isTrue();
        });
  }

  @Test
  void measuresTheSameOnAnyNumberOfThreads() {
    Gate gate = new Gate(new Closeness(true), 1);
    LadderResult alone = new Ladder(MODEL, TABLE, VALIDATION, gate, new InOrder(1)).climb(RUNGS);

    LadderResult many = new Ladder(MODEL, TABLE, VALIDATION, gate, new InOrder(4)).climb(RUNGS);

    assertThat(many).isEqualTo(alone);
  }

  @Test
  void refusesWhenTheGateCannotDecide() {
    Ladder ladder = new Ladder(MODEL, TABLE, VALIDATION, new Gate(new Closeness(false), 0.5));

    assertThatThrownBy(() -> ladder.climb(RUNGS))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("nobody knows")
        .hasMessageEndingWith("(QNT-032)");
  }

  @Test
  void startsWithTheGivenCalibrator() {
    assertThat(Rungs.of(Calibrator.MIN_MAX, ActivationType.INT8, true))
        .extracting(Scheme::rung)
        .containsExactly("static-min-max", "static-percentile", "weight-only");
  }
}
