package dev.mintmark.quantizer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.calibrate.Range;
import dev.mintmark.quantizer.model.FloatTensors;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.scheme.ActivationType;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Encoding;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Selection;
import dev.mintmark.quantizer.scheme.TensorChoice;
import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final OnnxModel MODEL = TinyModels.detector(12).build();
  private static final SortedSet<String> NONE = new TreeSet<>();
  private static final Activations EIGHT = Activations.of(ActivationType.UINT8);

  /** Each tensor from -1 to 3 with values of size 1; those of one are tiny. */
  private static CalibrationTable table(String tiny) {
    SortedMap<String, Map<Calibrator, Range>> ranges = new TreeMap<>();
    for (String tensor : FloatTensors.of(MODEL)) {
      float size = tensor.equals(tiny) ? 0.01f : 1;
      ranges.put(
          tensor,
          Map.of(
              Calibrator.MIN_MAX,
              new Range(tensor.endsWith("relu") ? 0 : -1, 3),
              Calibrator.ROOT_MEAN_SQUARE,
              new Range(-size, size)));
    }
    return new CalibrationTable(MODEL.digest(), Digest.of(new byte[0]), 1, "none", ranges);
  }

  private static Scheme scheme(Activations activations, Selection selection) {
    return new Scheme.Static(Calibrator.MIN_MAX, activations, Weights.of(true), selection);
  }

  private static QuantizedModel apply(Activations activations, Selection selection) {
    return Quantizer.apply(MODEL, table("block"), scheme(activations, selection));
  }

  private static Selection tensor(String name, TensorChoice choice) {
    TreeMap<String, TensorChoice> choices = new TreeMap<>();
    choices.put(name, choice);
    return new Selection(NONE, NONE, NONE, NONE, choices);
  }

  private static NodeProto pair(QuantizedModel quantized, String tensor) {
    return QuantizedGraph.of(quantized)
        .producer(Objects.requireNonNull(quantized.tensors().get(tensor)));
  }

  private static boolean isWide(QuantizedModel quantized, String tensor) {
    return pair(quantized, tensor).getDomain().equals("com.microsoft");
  }

  @Test
  void widensTheNoisiestTensorsAndTheOutputs() {
    QuantizedModel mixed = apply(EIGHT.withWideShare(0.01), Selection.all());

    assertThat(mixed.tensors().keySet().stream().filter(tensor -> isWide(mixed, tensor)))
        // What is transposed and reshaped has the output's scale.
        .containsExactly("block", "head", "head/last", "y");
  }

  @Test
  void needsToKnowHowLargeTheValuesAre() {
    CalibrationTable without = FixedTable.of(MODEL);

    assertThatThrownBy(() ->
            Quantizer.apply(MODEL, without, scheme(EIGHT.withWideShare(0.5), Selection.all())))
        .hasMessageContaining("root-mean-square")
        .hasMessageEndingWith("(QNT-021)");
  }

  @Test
  void leavesOutANodeByItsNameAndAnOperatorByItsType() {
    int all = apply(EIGHT, Selection.all()).nodes();
    Selection withoutPool =
        new Selection(NONE, NONE, new TreeSet<>(Set.of("MaxPool")), NONE, new TreeMap<>());

    assertThat(apply(EIGHT, withoutPool).nodes()).isEqualTo(all - 1);
    String stem = MODEL.proto().getGraph().getNode(0).getName();
    QuantizedModel withoutStem = apply(EIGHT, Selection.without(Set.of(stem)));
    assertThat(
            QuantizedGraph.of(withoutStem).nodes("Conv").stream()
                .filter(conv -> conv.getInput(0).equals("x")))
        .hasSize(1);
  }

  @Test
  void takesOnlyWhatIsIncluded() {
    Selection convolutions =
        new Selection(new TreeSet<>(Set.of("Conv")), NONE, NONE, NONE, new TreeMap<>());

    assertThat(apply(EIGHT, convolutions).nodes()).isEqualTo(3);
  }

  @Test
  void takesTheRangeAndTheEncodingThatATensorIsGiven() {
    Encoding wide = Encoding.asymmetric(ActivationType.UINT16);
    QuantizedModel quantized =
        apply(
            EIGHT,
            tensor("sum/relu", new TensorChoice(Optional.of(wide), Optional.of(new Range(0, 1)))));

    assertThat(isWide(quantized, "sum/relu")).isTrue();
    assertThat(isWide(quantized, "block")).isFalse();
    QuantizedGraph graph = QuantizedGraph.of(quantized);
    assertThat(graph.initializer(pair(quantized, "sum/relu").getInput(2)).getDataType())
        .isEqualTo(DataType.UINT16_VALUE);
  }

  @Test
  void keepsAReluWhoseOutputIsSymmetric() {
    Encoding middle = new Encoding(ActivationType.INT8, true);

    QuantizedModel quantized =
        apply(EIGHT, tensor("sum/relu", new TensorChoice(Optional.of(middle), Optional.empty())));

    assertThat(QuantizedGraph.of(quantized).nodes("Relu")).hasSize(1);
  }

  @Test
  void refusesNamesThatTheModelDoesNotHave() {
    assertThatThrownBy(() -> apply(EIGHT, Selection.without(Set.of("stem2"))))
        .hasMessageContaining("node 'stem2'")
        .hasMessageEndingWith("(QNT-070)");
  }

  @Test
  void refusesTwoEncodingsForOneScale() {
    TreeMap<String, TensorChoice> choices = new TreeMap<>();
    choices.put(
        "head",
        new TensorChoice(Optional.of(Encoding.asymmetric(ActivationType.INT8)), Optional.empty()));
    choices.put(
        "y",
        new TensorChoice(
            Optional.of(Encoding.asymmetric(ActivationType.UINT16)), Optional.empty()));
    Selection selection = new Selection(NONE, NONE, NONE, NONE, choices);

    assertThatThrownBy(() -> apply(EIGHT, selection))
        .hasMessageContaining("shares its scale")
        .hasMessageEndingWith("(QNT-070)");
  }
}
