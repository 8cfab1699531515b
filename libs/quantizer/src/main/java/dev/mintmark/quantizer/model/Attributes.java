package dev.mintmark.quantizer.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/** Attributes of a node by name. */
public final class Attributes {
  private Attributes() {}

  /** The attribute; empty when the node has none of that name. */
  public static Optional<AttributeProto> find(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /** A whole or broken number. */
  public static float number(NodeProto node, String name, float otherwise) {
    return find(node, name).map(a -> a.hasF() ? a.getF() : (float) a.getI()).orElse(otherwise);
  }

  /** A whole number. */
  public static long integer(NodeProto node, String name, long otherwise) {
    return find(node, name).map(AttributeProto::getI).orElse(otherwise);
  }

  /** Whole numbers; empty when there are none. */
  public static List<Long> integers(NodeProto node, String name) {
    return find(node, name).map(AttributeProto::getIntsList).orElse(List.of());
  }

  /** A text. */
  public static String text(NodeProto node, String name, String otherwise) {
    return find(node, name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  /** A whole number as an attribute. */
  public static AttributeProto of(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
