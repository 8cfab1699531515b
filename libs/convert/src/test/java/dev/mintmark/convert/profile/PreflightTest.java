package dev.mintmark.convert.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.TargetProfile.ModelForm;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {
  private static final OnnxModel MODEL = TinyModels.detector(14).build();
  private static final String ALL =
      "Add, Concat, ConstantOfShape, Conv, MaxPool, Relu, Reshape, Transpose";

  private static Limits limits(String... settings) {
    TreeMap<String, String> all = new TreeMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return settings(all).limits();
  }

  private static TargetSettings settings(Map<String, String> more) {
    TreeMap<String, String> settings = new TreeMap<>(more);
    settings.put("activations", "int8");
    settings.put("calibrator", "percentile");
    settings.put("weights", "per-channel");
    return TargetSettings.of(
        new TargetProfile(
            "small",
            "a small one",
            "linux/arm64",
            List.of(),
            new ModelForm("onnx", "int8", "qdq-java", settings),
            Optional.empty(),
            List.of()));
  }

  @Test
  void findsNothingWhereTheTargetHasNoLimits() {
    assertThat(Preflight.check(MODEL, Limits.NONE)).isEmpty();
    assertThat(settings(Map.of()).limits()).isEqualTo(Limits.NONE);
  }

  @Test
  void findsNothingWhereTheModelKeepsToThem() {
    Limits limits =
        limits(
            "max-opset",
            "14",
            "max-size",
            Integer.toString(MODEL.bytes().length),
            "shapes",
            "fixed",
            "operators",
            ALL);

    assertThat(Preflight.check(MODEL, limits)).isEmpty();
  }

  @Test
  void tellsAllThatStandsAgainstTheModelAtOnce() {
    Limits limits =
        limits(
            "max-opset", "13",
            "max-size", Integer.toString(MODEL.bytes().length - 1),
            "operators", "Add, Concat, ConstantOfShape, MaxPool, Relu, Reshape");

    assertThat(Preflight.check(MODEL, limits))
        .extracting(Finding::code, Finding::subject)
        .containsExactly(
            tuple(RefusalCode.TOO_LARGE, "model"),
            tuple(RefusalCode.NEWER_OPSET, "operator set 14"),
            tuple(RefusalCode.OPERATOR_NOT_ON_TARGET, "operator Conv"),
            tuple(RefusalCode.OPERATOR_NOT_ON_TARGET, "operator Transpose"));
    assertThat(Preflight.check(MODEL, limits))
        .extracting(Finding::found)
        .contains("in 3 nodes, not known there", "in 1 node, not known there");
  }

  @Test
  void findsADimensionThatIsLeftOpen() {
    OnnxModel open =
        ModelBuilder.opset(12)
            .input("x", -1, 4)
            .node("Relu", List.of("x"), "y")
            .output("y", 1, 4)
            .build();

    assertThat(Preflight.check(open, limits("shapes", "fixed")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(RefusalCode.OPEN_SHAPE);
          assertThat(finding.subject()).isEqualTo("input 'x'");
          assertThat(finding.found()).contains("?x4");
        });
    assertThat(Preflight.check(open, limits("shapes", "any"))).isEmpty();
  }

  @Test
  void findsAnOutputWithoutAnyShape() {
    ModelBuilder model =
        ModelBuilder.opset(13)
            .input("x", 1, 4)
            .node("Relu", List.of("x"), "y")
            .outputWithoutShape("y");

    assertThat(Preflight.check(model.build(), limits("shapes", "fixed")))
        .extracting(Finding::subject, Finding::found)
        .containsExactly(tuple("output 'y'", "has no shape where every dimension must be fixed"));
  }

  @Test
  void refusesTheFirstFindingWithTheTarget() {
    assertThatThrownBy(() -> Preflight.require(MODEL, "small", limits("max-opset", "13")))
        .isInstanceOf(QuantizerException.class)
        .hasMessage(
            "operator set 14 for target small: newer than 13; export the model with operator set 13"
                + " (QNT-081)");
    Preflight.require(MODEL, "small", limits("max-opset", "14"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-opset | 0",
        "max-opset | 12",
        "max-opset | twelve",
        "max-opset | -1",
        "max-size | 99999999999999999",
        "max-size | 1 MB",
        "shapes | round",
        "operators | Conv, Conv",
        "operators | Conv,,Relu",
        "operators | Conv;Relu",
        "operators | <Conv>",
      })
  void refusesALimitThatSaysNothing(String name, String value) {
    assertThatThrownBy(() -> settings(Map.of(name, value)))
        .isInstanceOf(QuantizerException.class)
        .hasMessageContaining("target profile small")
        .hasMessageEndingWith("(QNT-050)");
  }
}
