package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.Set;

/** Refuses operators that the quantizer would have to guess about. */
final class OperatorCheck {
  private static final Set<String> WITH_SUBGRAPHS = Set.of("If", "Loop", "Scan");

  private OperatorCheck() {}

  static void check(GraphProto graph) {
    checkAll(graph);
  }

  private static void checkInner(String subject, NodeProto node, GraphProto graph) {
    if (!WITH_SUBGRAPHS.contains(node.getOpType())) {
      throw new QuantizerException(
          RefusalCode.SUBGRAPH,
          subject,
          "holds a graph, which only If, Loop and Scan do",
          "export the model again");
    }
    checkAll(graph);
  }

  private static void checkAll(GraphProto graph) {
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      String subject = "node " + i + " (" + node.getOpType() + ")";
      checkDomain(subject, node);
      for (AttributeProto attribute : node.getAttributeList()) {
        checkAttribute(subject, attribute);
      }
      Subgraphs.of(node).forEach(inner -> checkInner(subject, node, inner));
    }
  }

  private static void checkDomain(String subject, NodeProto node) {
    if (!Operators.isDefaultDomain(node.getDomain())) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_OPERATOR,
          subject,
          "is of the domain '" + node.getDomain() + "'",
          "export the model with operators of ONNX's default domain only");
    }
    if (Operators.QUANTIZED.contains(node.getOpType())) {
      throw new QuantizerException(
          RefusalCode.ALREADY_QUANTIZED,
          subject,
          "the model is quantized already",
          "give the float model that it was made from");
    }
  }

  private static void checkAttribute(String subject, AttributeProto attribute) {
    if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
      throw new QuantizerException(
          RefusalCode.UNSUPPORTED_OPERATOR,
          subject,
          "has a sparse tensor",
          "export the model with dense tensors");
    }
    if (!attribute.getRefAttrName().isEmpty()) {
      throw new QuantizerException(
          RefusalCode.MALFORMED_GRAPH,
          subject,
          "refers to an attribute of a function, outside of one",
          "export the model again");
    }
  }
}
