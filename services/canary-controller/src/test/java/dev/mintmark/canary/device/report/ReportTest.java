package dev.mintmark.canary.device.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.kit.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  private static final String INDEX = "sha256:" + "a".repeat(64);

  @ParameterizedTest(name = "{0}")
  @EnumSource(ReportKind.class)
  void readsEveryKind(ReportKind kind) {
    assertThat(Report.read(body(1L, kind.name(), "a:v1.0.0", INDEX, null, null)).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, RUNNING, a:v1.0.0, ok, -",
        "0, RUNNING, a:v1.0.0, ok, -",
        "-1, RUNNING, a:v1.0.0, ok, -",
        "1, -, a:v1.0.0, ok, -",
        "1, running, a:v1.0.0, ok, -",
        "1, UNKNOWN, a:v1.0.0, ok, -",
        "1, RUNNING, -, ok, -",
        "1, RUNNING, a, ok, -",
        "1, RUNNING, a:latest, ok, -",
        "1, RUNNING, a:v1.0.0, -, -",
        "1, RUNNING, a:v1.0.0, sha256:00, -",
        "1, REFUSED, a:v1.0.0, ok, DEV 030",
        "1, REFUSED, a:v1.0.0, ok, ''",
      })
  void refusesWhatIsNoReport(
      @Nullable Long order,
      @Nullable String kind,
      @Nullable String release,
      @Nullable String index,
      @Nullable String code) {
    Report.Body body = body(order, kind, release, "ok".equals(index) ? INDEX : index, code, null);

    assertThatThrownBy(() -> Report.read(body))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("CAN-120");
  }

  @Test
  void aDetailIsCutBetweenCharactersAndHasOneLine() {
    String face = "\uD83D\uDE00";

    Report report =
        Report.read(
            body(1L, "REFUSED", "a:v1.0.0", INDEX, "DEV-030", "a\nb\u0000" + face.repeat(600)));

    assertThat(report.detail()).isEqualTo("a b " + face.repeat(496));
  }

  private static Report.Body body(
      @Nullable Long order,
      @Nullable String kind,
      @Nullable String release,
      @Nullable String index,
      @Nullable String code,
      @Nullable String detail) {
    return new Report.Body(order, kind, release, index, code, detail, null, null, null);
  }
}
