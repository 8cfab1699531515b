package dev.mintmark.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.convert.profile.Limits;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.sample.SampleSet;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConverterTest {
  private static final SampleSet CALIBRATION = TinyModels.samples("calibration", 0, 4);

  private static Material material(double minimum) {
    return new Material(
        TinyModels.detector(12).build(),
        CALIBRATION,
        TinyModels.samples("validation", 100, 3),
        Gate.of("embedding-cosine", minimum, Map.of("output", "y")));
  }

  private static TargetSettings settings(String... rungs) {
    RungForm form = RungForm.of(ActivationType.INT8, true);
    return new TargetSettings(
        Stream.of(rungs).map(name -> Rungs.named(name, form)).toList(), Limits.NONE);
  }

  @Test
  void makesTheFirstRungThatPassesWithItsTable() {
    TargetSettings settings = settings("dynamic", "static-mse", "weight-only");
    Converter converter = Converter.calibrate(material(0.9), List.of(settings));

    Conversion made = converter.convert("small", settings);

    assertThat(made.rung().rung()).isEqualTo("static-mse");
    assertThat(made.passed().measured().value()).isGreaterThanOrEqualTo(0.9);
    assertThat(made.table()).contains(converter.table());
    assertThat(made.impossible()).extracting("rung").containsExactly("dynamic");
    assertThat(converter.apply(made.rung()).bytes()).isEqualTo(made.model().bytes());
  }

  @Test
  void keepsNoTableForARungThatNeedsNone() {
    TargetSettings settings = settings("weight-only");

    assertThat(
            Converter.calibrate(material(0.9), List.of(settings))
                .convert("small", settings)
                .table())
        .isEmpty();
  }

  @Test
  void saysWhatWasTriedAndWhereItHurts() {
    TargetSettings settings = settings("static-min-max", "static-mse", "dynamic");
    Converter converter = Converter.calibrate(material(1), List.of(settings));

    assertThatThrownBy(() -> converter.convert("small", settings))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("target small")
        .hasMessageMatching(
            ".*tried static-min-max 0\\.\\d+, static-mse 0\\.\\d+, dynamic \\(not possible: QNT-074\\);"
                + " noisiest by static-min-max: (\\S+ [0-9.-]+ dB, ){2}\\S+ [0-9.-]+ dB;.*\\(QNT-033\\)");
  }

  @Test
  void isNotJudgedOnWhatItWasCalibratedOn() {
    assertThatThrownBy(() ->
            new Material(
                TinyModels.detector(12).build(),
                CALIBRATION,
                new SampleSet("validation", CALIBRATION.samples().subList(3, 4)),
                material(1).gate()))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-012)");
  }
}
