package dev.mintmark.quantizer.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.testing.ModelBuilder;
import dev.mintmark.quantizer.testing.Shapes;
import dev.mintmark.quantizer.testing.TinyModels;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PreparedGraphTest {
  private static PreparedGraph shape(String name) {
    return PreparedGraph.of(Objects.requireNonNull(Shapes.all().get(name)).build());
  }

  private static List<String> operators(PreparedGraph graph) {
    return graph.nodes().stream().map(NodeProto::getOpType).toList();
  }

  @Test
  void leavesAGraphThatIsReadyAsItIs() {
    PreparedGraph graph = PreparedGraph.of(TinyModels.detector(12).build());

    assertThat(graph.isChanged()).isFalse();
    assertThat(graph.nodes()).isEqualTo(TinyModels.detector(12).proto().getGraph().getNodeList());
  }

  @Test
  void putsBatchNormalizationIntoTheConvolutionAndDropsWhatHandsOn() {
    PreparedGraph graph = shape("batch normalization and dropout");

    assertThat(operators(graph)).containsExactly("Conv", "Relu");
    assertThat(graph.nodes().getFirst().getInputCount()).isEqualTo(3);
    assertThat(graph.nodes().getFirst().getOutput(0)).isEqualTo("n");
    assertThat(graph.isChanged()).isTrue();
  }

  @Test
  void keepsABatchNormalizationWhoseConvolutionIsReadElsewhere() {
    ModelBuilder model =
        Objects.requireNonNull(Shapes.all().get("batch normalization and dropout"));

    PreparedGraph graph =
        PreparedGraph.of(model.node("Relu", List.of("c"), "z").output("z", -1, 4, 8, 8).build());

    assertThat(operators(graph)).contains("BatchNormalization");
  }

  @Test
  void givesOperatorsTheFormOfOperatorSet13() {
    PreparedGraph graph = shape("softmax, clip and pad of operator set 11");

    assertThat(graph.opset()).isEqualTo(13);
    assertThat(operators(graph))
        .containsExactly(
            "Conv",
            "Clip",
            "Pad",
            "Slice",
            "Shape",
            "Flatten",
            "Softmax",
            "Reshape",
            "ReduceSum",
            "Unsqueeze");
  }

  @Test
  void computesBeforehandWhatDependsOnStoredTensorsAlone() {
    PreparedGraph graph =
        PreparedGraph.of(
            TinyModels.relu(13)
                .floats("w", new long[] {2, 4}, TinyModels.wave(8, 0.3f))
                .floats("two", new long[] {}, 2)
                .node("Mul", List.of("w", "two"), "doubled")
                .node("Transpose", List.of("doubled"), "turned")
                .node("MatMul", List.of("y", "turned"), "z")
                .output("z", 1, 2)
                .build());

    assertThat(operators(graph)).containsExactly("Relu", "MatMul");
    TensorProto turned = Objects.requireNonNull(graph.initializers().get("turned"));
    float[] wave = TinyModels.wave(8, 0.3f);
    assertThat(turned.getDimsList()).containsExactly(4L, 2L);
    assertThat(Initializers.floats(turned).values()[1]).isEqualTo(2 * wave[4]);
  }

  @Test
  void doesNotFoldWhatWouldMakeTheModelLarger() {
    PreparedGraph zeros = PreparedGraph.of(TinyModels.detector(13).build());
    float[] large = TinyModels.wave(400, 0.1f);
    PreparedGraph shared =
        PreparedGraph.of(
            TinyModels.relu(13)
                .floats("w", new long[] {100, 4}, large)
                .node("Transpose", List.of("w"), "turned")
                .node("MatMul", List.of("y", "turned"), "z")
                .node("MatMul", List.of("w", "turned"), "square")
                .output("z", 1, 100)
                .output("square", 100, 100)
                .build());

    assertThat(operators(zeros)).contains("ConstantOfShape");
    assertThat(operators(shared)).contains("Transpose");
  }

  @Test
  void refusesToRaiseWhatABranchRuns() {
    OnnxModel old =
        OnnxModel.parse(
            Objects.requireNonNull(Shapes.all().get("a branch that reads what is outside"))
                .proto()
                .toBuilder()
                .setOpsetImport(0, TinyModels.relu(12).proto().getOpsetImport(0))
                .build()
                .toByteArray());

    assertThatThrownBy(() -> PreparedGraph.of(old)).hasMessageEndingWith("(QNT-004)");
  }

  @Test
  void keepsTheNamesThatABranchReads() {
    PreparedGraph graph = shape("a branch that reads what is outside");

    assertThat(graph.captured()).contains("c", "offset");
    assertThat(graph.isOutput("c")).isTrue();
  }
}
