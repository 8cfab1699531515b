package dev.mintmark.compare.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.MediaTypes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {
  private static final String TABLE =
      "mintmark-calibration 1\nmodel sha256:"
          + "0".repeat(64)
          + "\nsamples 48 sha256:"
          + "1".repeat(64)
          + "\nruntime onnxruntime-1.29.0\n"
          + "range min-max 0x0.0p0 0x1.8p3 conv1 out\n"
          + "range percentile 0x0.0p0 0x1.4p3 conv1 out\n";
  private static final String REPORT =
      "{\"runtime\":\"r\",\"floatModel\":\"sha256:"
          + "c".repeat(64)
          + "\",\"model\":\"sha256:"
          + "a".repeat(64)
          + "\",\"calibrationTable\":\"sha256:"
          + "b".repeat(64)
          + "\",\"minimum\":0.9,\"tried\":[{\"rung\":\"a\","
          + "\"value\":0.95,\"finite\":true,\"size\":10,\"details\":{\"iou\":0.8}}]}\n";

  @Test
  void tablesWhoseRangesAreNearAreEquivalent() {
    // 2^-17 of the range is 7.6e-6.
    assertThat(table(TABLE.replace("0x1.8p3", "0x1.8000c0p3".replace("c0p", "cp"))))
        .contains(EquivalenceRule.CALIBRATION_1E_5);
    // An end near zero is measured against the range, not against itself.
    assertThat(table(TABLE.replace("min-max 0x0.0p0", "min-max -0x1.0p-20")))
        .contains(EquivalenceRule.CALIBRATION_1E_5);
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource({
    "0x1.8001p3,0x1.8p3",
    "conv2 out,conv1 out",
    "onnxruntime-1.30.0,onnxruntime-1.29.0",
    "samples 47,samples 48",
    "0x1.80p3,0x1.8p3",
    "12.0,0x1.8p3",
    "NaN,0x1.8p3",
  })
  void otherTablesAreNot(String to, String from) {
    assertThat(table(TABLE.replace(from, to))).isEmpty();
  }

  @Test
  void aTableThatMissesATensorOrHasMoreIsNot() {
    assertThat(table(TABLE + "range min-max 0x0.0p0 0x1.0p0 z\n")).isEmpty();
    assertThat(table(TABLE.substring(0, TABLE.indexOf("range percentile")))).isEmpty();
    assertThat(table(TABLE + "\n")).isEmpty();
    assertThat(table("")).isEmpty();
  }

  @Test
  void reportsWhoseMeasuredValuesAreNearAreEquivalent() {
    assertThat(report(REPORT.replace("0.95", "0.9501"))).contains(EquivalenceRule.METRIC_TOLERANCE);
    assertThat(report(REPORT.replace("0.8}", "0.79995}")))
        .contains(EquivalenceRule.METRIC_TOLERANCE);
  }

  @Test
  void reportsOnAnotherTableAndItsModelAreTooAsTheseAreJudgedOnTheirOwn() {
    assertThat(report(REPORT.replace("b".repeat(64), "d".repeat(64))))
        .contains(EquivalenceRule.METRIC_TOLERANCE);
    assertThat(report(REPORT.replace("a".repeat(64), "d".repeat(64))))
        .contains(EquivalenceRule.METRIC_TOLERANCE);
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource({
    "0.9502,0.95",
    "0.7998},0.8}",
    "\"size\":11,\"size\":10",
    "\"finite\":false,\"finite\":true",
    "sha256:cd,sha256:cc",
    "sha256:A,sha256:a",
    "0.90001,0.9",
    "\"rung\":\"b\",\"rung\":\"a\"",
    "null,0.95",
    "0.950,0.95",
    "{ ,{",
  })
  void otherReportsAreNot(String to, String from) {
    assertThat(report(REPORT.replaceFirst(java.util.regex.Pattern.quote(from), to))).isEmpty();
  }

  @Test
  void aQualityOnTheOtherSideOfTheMinimumIsNot() {
    String above = REPORT.replace("0.95", "0.90002");
    String below = REPORT.replace("0.95", "0.89998");

    assertThat(
            Equivalence.of(
                MediaTypes.QUANTIZATION_REPORT, above.getBytes(UTF_8), below.getBytes(UTF_8)))
        .isEmpty();
  }

  @Test
  void equalBytesNeedNoRuleAndOtherTypesHaveNone() {
    assertThat(table(TABLE)).isEmpty();
    assertThat(
            Equivalence.of(
                MediaTypes.ONNX,
                TABLE.getBytes(UTF_8),
                TABLE.replace("0x1.8p3", "0x1.800002p3").getBytes(UTF_8)))
        .isEmpty();
  }

  private static Optional<EquivalenceRule> table(String rebuilt) {
    return Equivalence.of(
        MediaTypes.CALIBRATION_TABLE, TABLE.getBytes(UTF_8), rebuilt.getBytes(UTF_8));
  }

  private static Optional<EquivalenceRule> report(String rebuilt) {
    return Equivalence.of(
        MediaTypes.QUANTIZATION_REPORT, REPORT.getBytes(UTF_8), rebuilt.getBytes(UTF_8));
  }
}
