package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Initializers;

/**
 * ConstantOfShape that makes float zeros. It is kept, not folded: folding would store the zeros and
 * make a small model larger than it was.
 */
final class ZeroFill {
  private ZeroFill() {}

  static boolean is(NodeProto node) {
    if (!node.getOpType().equals("ConstantOfShape")) {
      return false;
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasT()) {
        return attribute.getT().getDataType() == DataType.FLOAT_VALUE
            && Initializers.floats(attribute.getT()).values().length == 1
            && Initializers.floats(attribute.getT()).values()[0] == 0;
      }
    }
    return true;
  }

  /** The attribute that makes it fill with the integer that stands for zero. */
  static AttributeProto value(AffineParameters parameters) {
    TensorProto zero =
        Initializers.ofIntegers(
            parameters.type().dataType(), new long[] {1}, new int[] {parameters.zeroPoint()});
    return AttributeProto.newBuilder()
        .setName("value")
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(zero)
        .build();
  }
}
