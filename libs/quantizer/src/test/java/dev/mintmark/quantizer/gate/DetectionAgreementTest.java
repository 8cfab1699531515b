package dev.mintmark.quantizer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectionAgreementTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "input-width", "100",
          "input-height", "100",
          "grids", "4x2x2,1x1x1",
          "scores", "s1,s2",
          "boxes", "b1, b2",
          "score-threshold", "0.5",
          "suppression-overlap", "0.3",
          "match-overlap", "0.5");
  private static final int ANCHORS = 16;
  private static final int STRIDE = 6;

  private static final Face LEFT = new Face(0, 30, 3);
  private static final Face RIGHT = new Face(7, 30, 2);

  /** A box of a side in pixels in the middle of an anchor's cell. */
  record Face(int anchor, float side, float score) {}

  private static Map<String, Tensor> outputs(Face... faces) {
    float[] scores = new float[ANCHORS];
    Arrays.fill(scores, -5);
    float[] boxes = new float[ANCHORS * STRIDE];
    for (Face face : faces) {
      scores[face.anchor] = face.score;
      boxes[face.anchor * STRIDE + 2] = face.side;
      boxes[face.anchor * STRIDE + 3] = face.side;
    }
    return Map.of(
        "s1", Tensor.of(new long[] {1, ANCHORS, 1}, scores),
        "b1", Tensor.of(new long[] {1, ANCHORS, STRIDE}, boxes),
        "s2", Tensor.of(new long[] {1, 1, 1}, new float[] {-9}),
        "b2", Tensor.of(new long[] {1, 1, 4}, new float[4]));
  }

  private static Measurement measure(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
    Metric.Tally tally = Gate.of("detection-agreement", 0.97, SETTINGS).metric().start();
    tally.add(reference, candidate);
    return tally.result();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("agreements")
  void isTheLesserOfRecallAndPrecision(
      String name, List<Face> reference, List<Face> candidate, double recall, double precision) {
    Measurement measured =
        measure(outputs(reference.toArray(new Face[0])), outputs(candidate.toArray(new Face[0])));

    assertThat(measured)
        .isInstanceOfSatisfying(
            Measurement.Value.class,
            value -> {
              assertThat(value.value()).isEqualTo(Math.min(recall, precision));
              assertThat(value.details()).containsEntry("recall", recall);
              assertThat(value.details()).containsEntry("precision", precision);
            });
  }

  static Stream<Arguments> agreements() {
    Face extra = new Face(14, 30, 1);
    Face third = new Face(8, 24, 1);
    return Stream.of(
        Arguments.of("the same", List.of(LEFT, RIGHT), List.of(LEFT, RIGHT), 1.0, 1.0),
        Arguments.of("other scores", List.of(LEFT), List.of(new Face(0, 30, 0.1f)), 1.0, 1.0),
        Arguments.of(
            "the other anchor of the cell", List.of(LEFT), List.of(new Face(1, 30, 3)), 1.0, 1.0),
        Arguments.of("a little smaller", List.of(LEFT), List.of(new Face(0, 24, 3)), 1.0, 1.0),
        Arguments.of("much smaller", List.of(LEFT), List.of(new Face(0, 20, 3)), 0.0, 0.0),
        Arguments.of("one lost", List.of(LEFT, RIGHT), List.of(LEFT), 0.5, 1.0),
        Arguments.of(
            "one invented", List.of(LEFT, RIGHT), List.of(LEFT, RIGHT, extra), 1.0, 0.6667),
        Arguments.of("one of three", List.of(LEFT, RIGHT, third), List.of(LEFT), 0.3333, 1.0),
        Arguments.of("all lost", List.of(LEFT, RIGHT), List.of(), 0.0, 0.0),
        Arguments.of("no area", List.of(LEFT), List.of(new Face(0, -30, 3)), 0.0, 0.0),
        Arguments.of(
            "just below the threshold", List.of(LEFT), List.of(new Face(0, 30, -0.001f)), 0.0, 0.0),
        Arguments.of(
            "just at the threshold", List.of(LEFT), List.of(new Face(0, 30, 0)), 1.0, 1.0));
  }

  @Test
  void matchesEachBoxOnce() {
    // Both of the candidate's boxes would match; suppression is off, so both remain.
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("suppression-overlap", "1");
    Metric.Tally tally = Gate.of("detection-agreement", 0.97, settings).metric().start();
    tally.add(outputs(LEFT), outputs(LEFT, new Face(1, 30, 2)));

    assertThat(tally.result())
        .isEqualTo(
            new Measurement.Value(
                0.5,
                new TreeMap<>(
                    Map.of(
                        "boxes-expected", 1.0,
                        "boxes-found", 2.0,
                        "boxes-matched", 1.0,
                        "precision", 0.5,
                        "recall", 1.0))));
  }

  @Test
  void cannotDecideWhereTheFloatModelFindsNothing() {
    assertThat(measure(outputs(), outputs())).isInstanceOf(Measurement.Undecided.class);
    assertThat(measure(outputs(), outputs(LEFT))).isInstanceOf(Measurement.Undecided.class);
  }

  @Test
  void findsNoBoxInNaN() {
    Map<String, Tensor> broken = new HashMap<>(outputs(LEFT));
    float[] scores = new float[ANCHORS];
    Arrays.fill(scores, Float.NaN);
    broken.put("s1", Tensor.of(new long[] {1, ANCHORS, 1}, scores));

    assertThat(measure(outputs(LEFT), broken))
        .isInstanceOfSatisfying(Measurement.Value.class, v -> assertThat(v.value()).isZero());
  }

  @Test
  void putsAnchorsInTheMiddleOfCellsRowByRow() {
    AnchorGrid grid = AnchorGrid.parse("4x2x2", "s", "b");

    assertThat(grid.anchors()).isEqualTo(16);
    assertThat(grid.x(0)).isEqualTo(0.125);
    assertThat(grid.x(1)).isEqualTo(0.125);
    assertThat(grid.x(2)).isEqualTo(0.375);
    assertThat(grid.y(7)).isEqualTo(0.25);
    assertThat(grid.y(8)).isEqualTo(0.75);
    assertThat(grid.x(8)).isEqualTo(0.125);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("badSettings")
  void refusesBadSettings(String name, String value) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(name, value);

    assertThatThrownBy(() -> Gate.of("detection-agreement", 0.97, settings))
        .isInstanceOf(QuantizerException.class)
        .hasMessageEndingWith("(QNT-031)");
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        Arguments.of("grids", "4x2"),
        Arguments.of("grids", "4x2x2"),
        Arguments.of("grids", "0x2x2,1x1x1"),
        Arguments.of("scores", "s1"),
        Arguments.of("score-threshold", "0"),
        Arguments.of("score-threshold", "1"),
        Arguments.of("score-threshold", "NaN"),
        Arguments.of("score-threshold", "sure"),
        Arguments.of("match-overlap", "0"),
        Arguments.of("suppression-overlap", "-0.1"),
        Arguments.of("input-width", "0"),
        Arguments.of("input-width", "1e9"),
        Arguments.of("unknown", "1"));
  }

  @Test
  void refusesAMissingSetting() {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.remove("match-overlap");

    assertThatThrownBy(() -> Gate.of("detection-agreement", 0.97, settings))
        .hasMessageContaining("match-overlap")
        .hasMessageEndingWith("(QNT-031)");
  }

  @Test
  void refusesAModelWithOtherOutputs() {
    Map<String, Tensor> other = new HashMap<>(outputs(LEFT));
    other.remove("b1");

    assertThatThrownBy(() -> measure(other, outputs(LEFT)))
        .hasMessageContaining("output 'b1'")
        .hasMessageEndingWith("(QNT-031)");
  }

  @Test
  void refusesAGridThatDoesNotFitTheOutputs() {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("grids", "4x2x3,1x1x1");
    Metric.Tally tally = Gate.of("detection-agreement", 0.97, settings).metric().start();

    assertThatThrownBy(() -> tally.add(outputs(LEFT), outputs(LEFT)))
        .hasMessageContaining("24 anchors")
        .hasMessageEndingWith("(QNT-031)");
  }

  @Test
  void refusesAnUnknownMetric() {
    assertThatThrownBy(() -> Gate.of("vibes", 0.97, SETTINGS)).hasMessageEndingWith("(QNT-030)");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badMinima")
  void refusesAGateThatEverythingOrNothingPasses(double minimum) {
    assertThatThrownBy(() -> Gate.of("detection-agreement", minimum, SETTINGS))
        .hasMessageEndingWith("(QNT-031)");
  }

  static Stream<Double> badMinima() {
    return Stream.of(0.0, -0.5, 1.01, Double.NaN);
  }
}
