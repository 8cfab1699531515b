package dev.mintmark.convert.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.convert.Converter;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.Limits;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.quantizer.gate.Gate;
import dev.mintmark.quantizer.ladder.Impossible;
import dev.mintmark.quantizer.ladder.RungForm;
import dev.mintmark.quantizer.ladder.Rungs;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final MachineClass MACHINE = new MachineClass("Some <board>", "aarch64");
  private static final TargetSettings SETTINGS = settings("static-min-max", "dynamic");

  private static TargetSettings settings(String... rungs) {
    RungForm form = RungForm.of(ActivationType.INT8, true);
    return new TargetSettings(
        Stream.of(rungs).map(name -> Rungs.named(name, form)).toList(), Limits.NONE);
  }

  private static Material material(double minimum) {
    return new Material(
        TinyModels.detector(12).build(),
        TinyModels.samples("calibration", 0, 4),
        TinyModels.samples("validation", 100, 3),
        Gate.of("embedding-cosine", minimum, Map.of("output", "y")));
  }

  private static TargetStudy study(Material material) {
    Converter converter = Converter.calibrate(material, List.of(SETTINGS));
    return TargetStudy.of(material, converter, "small", SETTINGS, converter.climb(SETTINGS));
  }

  private static String page(Material material, TargetStudy... studies) {
    return new ReportPage(material, MACHINE).html(List.of(studies));
  }

  @Test
  void showsEveryRungAndTheNoiseOfTheOneThatPassed() {
    Material material = material(0.5);
    TargetStudy study = study(material);

    assertThat(study.passed()).isTrue();
    assertThat(study.rungs())
        .singleElement()
        .satisfies(rung -> assertThat(rung.millis()).isPresent());
    assertThat(page(material, study))
        .contains("small: passed", "static-min-max", material.model().digest().toString())
        .contains("embedding-cosine ≥ 0.5", "Some &lt;board&gt;, aarch64")
        .contains("Signal to noise by tensor, static-min-max", "stem/relu")
        .doesNotContain("small: refused");
  }

  @Test
  void showsWhatARefusedTargetTriedAndCouldNotTry() {
    Material material = material(1);

    assertThat(page(material, study(material)))
        .contains("small: refused", "static-min-max", "Not possible with this model", "QNT-074")
        .contains("Signal to noise by tensor, static-min-max");
  }

  @Test
  void runsNothingAndFetchesNothing() {
    Material material = material(0.5);
    TargetStudy hostile =
        new TargetStudy(
            "<script>alert(1)</script>",
            List.of(),
            false,
            List.of(new Impossible("a\" onload=\"x", "QNT-074", "<img src=//example.com>")),
            Optional.of(
                new TargetStudy.Noise(
                    "'&", List.of(new TensorNoise("</text><script>x</script>", 3)))));

    assertThat(page(material, hostile))
        .doesNotContain("<script", "<img", "\" onload", "href", "url(")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void showsTheNoisiestOfVeryManyTensors() {
    Material material = material(0.5);
    List<TensorNoise> many = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      many.add(new TensorNoise("tensor-" + i, i));
    }
    TargetStudy study =
        new TargetStudy(
            "small",
            List.of(),
            true,
            List.of(),
            Optional.of(new TargetStudy.Noise("static-mse", many)));

    assertThat(page(material, study))
        .contains("noisiest first (200 of 250)", ">tensor-199<")
        .doesNotContain(">tensor-200<");
  }
}
