package dev.mintmark.quantizer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mintmark.quantizer.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskMetricsTest {
  private static final Map<String, String> OUTPUT = Map.of("output", "y");
  private static final Map<String, String> TEXT = Map.of("output", "y", "blank", "0");

  /** Steps of scores with one winner each. */
  private static Tensor steps(int classes, int... winners) {
    float[] values = new float[winners.length * classes];
    for (int i = 0; i < winners.length; i++) {
      values[i * classes + winners[i]] = 1;
    }
    return Tensor.of(new long[] {1, winners.length, classes}, values);
  }

  private static Tensor vector(float... values) {
    return Tensor.of(new long[] {1, values.length}, values);
  }

  private static Measurement measure(
      String metric, Map<String, String> settings, List<Tensor> expected, List<Tensor> actual) {
    Metric.Tally tally = Gate.of(metric, 0.9, settings).metric().start();
    for (int i = 0; i < expected.size(); i++) {
      tally.add(Map.of("y", expected.get(i)), Map.of("y", actual.get(i)));
    }
    return tally.result();
  }

  private static double value(
      String metric, Map<String, String> settings, List<Tensor> expected, List<Tensor> actual) {
    return ((Measurement.Value) measure(metric, settings, expected, actual)).value();
  }

  @Test
  void countsRowsWithTheSameFirstClass() {
    List<Tensor> expected = List.of(steps(8, 1, 2, 3), steps(8, 4));
    List<Tensor> actual = List.of(steps(8, 1, 2, 7), steps(8, 4));

    assertThat(value("top-1-agreement", OUTPUT, expected, actual)).isEqualTo(0.75);
  }

  @Test
  void acceptsAFirstClassThatIsAmongTheFirstFive() {
    List<Tensor> expected = List.of(vector(0, 0, 0, 0, 9, 0, 0), vector(9, 0, 0, 0, 0, 0, 0));
    List<Tensor> fifth = List.of(vector(9, 8, 7, 6, 5, 0, 0), vector(9, 0, 0, 0, 0, 0, 0));
    List<Tensor> sixth = List.of(vector(9, 8, 7, 6, 1, 5, 0), vector(9, 0, 0, 0, 0, 0, 0));

    assertThat(value("top-5-agreement", OUTPUT, expected, fifth)).isEqualTo(1);
    assertThat(value("top-5-agreement", OUTPUT, expected, sixth)).isEqualTo(0.5);
    assertThat(value("top-1-agreement", OUTPUT, expected, fifth)).isEqualTo(0.5);
  }

  @Test
  void doesNotTakeNotANumberForAgreement() {
    List<Tensor> expected = List.of(vector(1, 0, 0), vector(0, 1, 0));
    Tensor broken = vector(Float.NaN, Float.NaN, Float.NaN);

    assertThat(value("top-1-agreement", OUTPUT, expected, List.of(broken, broken))).isZero();
  }

  @Test
  void readsTextWithoutBlanksAndRepetitions() {
    List<Tensor> expected = List.of(steps(4, 1, 1, 0, 1, 2), steps(4, 3, 0, 0, 3, 3));
    List<Tensor> same = List.of(steps(4, 1, 0, 1, 2, 2), steps(4, 0, 3, 0, 0, 3));
    List<Tensor> oneLess = List.of(steps(4, 1, 1, 1, 1, 2), steps(4, 3, 0, 0, 3, 3));

    assertThat(value("sequence-equality", TEXT, expected, same)).isEqualTo(1);
    assertThat(value("sequence-equality", TEXT, expected, oneLess)).isEqualTo(0.5);
    assertThat(value("sequence-similarity", TEXT, expected, oneLess)).isEqualTo(0.8);
    assertThat(value("sequence-equality", Map.of("output", "y", "blank", "none"), expected, same))
        .isZero();
  }

  @Test
  void takesTheLeastCosine() {
    List<Tensor> expected = List.of(vector(1, 0), vector(0, 2));
    List<Tensor> actual = List.of(vector(3, 0), vector(1, 1));

    assertThat(value("embedding-cosine", OUTPUT, expected, actual))
        .isEqualTo(Math.sqrt(0.5), within(1e-4));
    assertThat(value("embedding-cosine", OUTPUT, expected, List.of(vector(1, 0), vector(0, -1))))
        .isZero();
  }

  @Test
  void averagesTheVectorsOfATextOfAnyLength() {
    Map<String, String> pooled = Map.of("output", "y", "pool", "mean");
    List<Tensor> expected = List.of(rows(2, 1, 0, 3, 0), rows(2, 0, 4));
    List<Tensor> actual = List.of(rows(2, 9, 1, -1, -1), rows(2, 3, 3));

    assertThat(value("embedding-cosine", pooled, expected, actual))
        .isEqualTo(Math.sqrt(0.5), within(1e-4));
  }

  /** Rows of this width. */
  private static Tensor rows(int width, float... values) {
    return Tensor.of(new long[] {1, values.length / width, width}, values);
  }

  @Test
  void comparesTheMarkedPlacesOfAllSamplesTogether() {
    Map<String, String> mask = Map.of("output", "y", "threshold", "0.3");
    List<Tensor> expected = List.of(vector(0.9f, 0.31f, 0.3f, 0), vector(1, 0, 0, 0));
    List<Tensor> actual = List.of(vector(0.5f, 0.2f, 0.4f, 0), vector(1, 0, 0, Float.NaN));

    assertThat(value("mask-agreement", mask, expected, expected)).isEqualTo(1);
    // Two of three, and one that should not be: 2 in both, 4 in either.
    assertThat(value("mask-agreement", mask, expected, actual)).isEqualTo(0.5);
  }

  static Stream<Arguments> undecided() {
    return Stream.of(
        Arguments.of("top-1-agreement", OUTPUT, List.of(steps(4, 1, 1), steps(4, 1))),
        Arguments.of("sequence-equality", TEXT, List.of(steps(4, 0, 0))),
        Arguments.of(
            "sequence-equality",
            Map.of("output", "y", "blank", "none"),
            List.of(steps(4, 1, 2), steps(4, 1, 2))),
        Arguments.of(
            "mask-agreement", Map.of("output", "y", "threshold", "3"), List.of(vector(1, 2))),
        Arguments.of(
            "mask-agreement", Map.of("output", "y", "threshold", "-1"), List.of(vector(1, 2))),
        Arguments.of("embedding-cosine", OUTPUT, List.of(vector(0, 0), vector(1, 0))),
        Arguments.of("embedding-cosine", OUTPUT, List.of(vector(1, 2), vector(2, 4))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undecided")
  void cannotDecideWhereAnyConstantWouldAgree(
      String metric, Map<String, String> settings, List<Tensor> outputs) {
    assertThat(measure(metric, settings, outputs, outputs))
        .isInstanceOf(Measurement.Undecided.class);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("top-1-agreement", Map.of(), "[output]"),
        Arguments.of("top-5-agreement", Map.of("output", "z"), "output 'z' is not there"),
        Arguments.of("top-5-agreement", OUTPUT, "more than 5 classes"),
        Arguments.of("sequence-equality", Map.of("output", "y", "blank", "-1"), "blank is '-1'"),
        Arguments.of("sequence-equality", Map.of("output", "y", "blank", "3"), "last axis"),
        Arguments.of("mask-agreement", OUTPUT, "[output, threshold]"),
        Arguments.of("mask-agreement", Map.of("output", "y", "threshold", "1e9"), "'1e9'"),
        Arguments.of("embedding-cosine", Map.of("output", "y", "pool", "max"), "pool is 'max'"),
        Arguments.of("embedding-cosine", Map.of("output", "y", "pol", "mean"), "like, [pool]"),
        Arguments.of("sequence-equality", OUTPUT, "[blank, output]"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("bad")
  void refusesSettingsThatDoNotFit(String metric, Map<String, String> settings, String found) {
    List<Tensor> outputs = List.of(vector(1, 2, 3));

    assertThatThrownBy(() -> measure(metric, new TreeMap<>(settings), outputs, outputs))
        .hasMessageContaining(found)
        .hasMessageEndingWith("(QNT-031)");
  }
}
