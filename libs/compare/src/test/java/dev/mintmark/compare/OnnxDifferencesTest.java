package dev.mintmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.testing.Found;
import dev.mintmark.compare.testing.Models;
import dev.mintmark.content.MediaTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxDifferencesTest {
  private static final ModelProto MODEL = Models.model();

  @Test
  void namesTheNodeAndItsAttribute() {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted.getGraphBuilder().getNodeBuilder(0).getAttributeBuilder(0).setInts(1, 2);

    assertThat(lines(planted))
        .containsExactly(
            "node 0 'conv1' (Conv) > attribute 'pads' > ints: recorded [1, 1], rebuilt [1, 2]");
  }

  @Test
  void namesTheNodesInputAndOperator() {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted.getGraphBuilder().getNodeBuilder(1).setInput(0, "x").setOpType("Clip");

    assertThat(lines(planted))
        .containsExactly(
            "node 1 'relu1' (Relu) > input: recorded [conv1:out], rebuilt [x]",
            "node 1 'relu1' (Relu) > op_type: recorded Relu, rebuilt Clip");
  }

  @Test
  void namesAnInitializersElementsAndTheGreatestDifference() {
    assertThat(lines(weight(0.5f, -0.5f, 1.5f, 3.125f)))
        .containsExactly(
            "initializer 'conv1/weight' > element 1: recorded -0.25,"
                + " rebuilt -0.5; 2 of 4 elements differ, by at most 0.25");
  }

  @Test
  void namesThreadsWhereOnlyLastBitsDiffer() {
    ModelProto.Builder near = weight(Math.nextUp(0.5f), -0.25f, Math.nextDown(1.5f), 3f);

    assertThat(Found.places(MODEL.toByteArray(), bytes(near), MediaTypes.ONNX))
        .containsExactly("initializer 'conv1/weight' > element 0 | thread-count");
  }

  @Test
  void doesNotNameThreadsWhereOneElementIsFurtherOff() {
    ModelProto.Builder far = weight(Math.nextUp(0.5f), -0.25f, 1.5f, 3.1f);

    assertThat(Found.places(MODEL.toByteArray(), bytes(far), MediaTypes.ONNX))
        .containsExactly("initializer 'conv1/weight' > element 0 | -");
  }

  @Test
  void namesRoundingWhereQuantizedWeightsAreOneOff() {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted.getGraphBuilder().setInitializer(1, Models.bytes("conv1/quantized", 1, 3, 3, 4, 4));

    assertThat(Found.places(MODEL.toByteArray(), bytes(planted), MediaTypes.ONNX))
        .containsExactly("initializer 'conv1/quantized' > element 1 | float-rounding");
  }

  @Test
  void namesATypesAndAShapesChange() {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataType(TensorProto.DataType.INT32.getNumber())
        .setDims(0, 2)
        .addDims(2);

    assertThat(lines(planted))
        .containsExactly(
            "initializer 'conv1/weight' > type: recorded FLOAT, rebuilt INT32",
            "initializer 'conv1/weight' > shape: recorded [4], rebuilt [2, 2]");
  }

  @Test
  void namesAnotherWayOfStoringTheSameNumbers() {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearRawData()
        .addAllFloatData(List.of(0.5f, -0.25f, 1.5f, 3f));

    assertThat(lines(planted).getFirst())
        .isEqualTo(
            "initializer 'conv1/weight' > stored in: recorded raw_data, rebuilt typed fields");
  }

  @Test
  void namesOpsetProducerAndVersion() {
    ModelProto.Builder planted =
        MODEL.toBuilder()
            .setIrVersion(9)
            .setProducerName("other")
            .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(18));

    assertThat(lines(planted))
        .containsExactlyInAnyOrder(
            "ir_version: recorded 8, rebuilt 9",
            "producer_name: recorded mintmark, rebuilt other",
            "opset 'ai.onnx' > version: recorded 17, rebuilt 18");
  }

  @Test
  void namesNodesOfOneSideAndTheirOrder() {
    ModelProto.Builder more = MODEL.toBuilder();
    more.getGraphBuilder().addNode(Models.node("extra", "Abs", "x"));
    ModelProto.Builder turned = MODEL.toBuilder();
    turned
        .getGraphBuilder()
        .setNode(0, MODEL.getGraph().getNode(1))
        .setNode(1, MODEL.getGraph().getNode(0));

    assertThat(lines(more))
        .containsExactly(
            "node 2 'extra' (Abs): recorded nothing, rebuilt Abs of [x] to [extra:out]");
    assertThat(Found.places(MODEL.toByteArray(), bytes(turned), MediaTypes.ONNX))
        .containsExactly("order of node | key-order");
  }

  @Test
  void reportsASideThatIsNoModelAndGoesOnWithBytes() {
    List<String> lines =
        Found.compare(MODEL.toByteArray(), new byte[] {1, 2, 3}, MediaTypes.ONNX).lines();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("form: recorded is an ONNX model, rebuilt is not an ONNX model: ");
    assertThat(lines.get(1)).startsWith("bytes 0 to ");
  }

  @Test
  void fallsBackToBytesWhereBothModelsSayTheSame() {
    // The same field twice: the last one counts.
    byte[] twice =
        ByteString.copyFrom(new byte[] {8, 3})
            .concat(ByteString.copyFrom(MODEL.toByteArray()))
            .toByteArray();

    List<Difference> found = Found.differences(MODEL.toByteArray(), twice, MediaTypes.ONNX);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().place().text()).startsWith("bytes ");
  }

  private static ModelProto.Builder weight(float... values) {
    ModelProto.Builder planted = MODEL.toBuilder();
    planted.getGraphBuilder().setInitializer(0, Models.floats("conv1/weight", values));
    return planted;
  }

  private static byte[] bytes(ModelProto.Builder model) {
    return model.build().toByteArray();
  }

  private static List<String> lines(ModelProto.Builder planted) {
    return Found.compare(MODEL.toByteArray(), bytes(planted), MediaTypes.ONNX).lines();
  }
}
