package dev.mintmark.compare.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.mintmark.content.Digest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How parts of a model are named and shown. */
final class Labels {
  private static final int MAX_BYTES = 64;
  private static final int MAX_VALUES = 32;
  // What names an element of a list, in the order of trying.
  private static final List<String> KEYS = List.of("name", "key", "tensor_name");
  private static final Map<String, String> SINGULAR =
      Map.of("opset_import", "opset", "metadata_props", "metadata");

  private Labels() {}

  static String of(FieldDescriptor field) {
    return SINGULAR.getOrDefault(field.getName(), field.getName());
  }

  /** {@code node 3 'conv1' (Conv)}, {@code initializer 'w'}, {@code input 0}. */
  static String element(FieldDescriptor field, int index, Message element) {
    String key = key(element);
    if (element instanceof NodeProto node) {
      String name = key.isEmpty() ? "" : " '" + key + "'";
      return of(field) + " " + index + name + " (" + node.getOpType() + ")";
    }
    return of(field) + (key.isEmpty() ? " " + index : " '" + key + "'");
  }

  /** Names of all elements; of opsets the domain, whose default is empty. */
  static List<String> keys(List<Object> elements) {
    return elements.stream().map(element -> key((Message) element)).toList();
  }

  private static String key(Message element) {
    for (String name : KEYS) {
      FieldDescriptor field = element.getDescriptorForType().findFieldByName(name);
      if (field != null && element.getField(field) instanceof String text) {
        return text;
      }
    }
    FieldDescriptor domain = element.getDescriptorForType().findFieldByName("domain");
    if (domain != null && element.getField(domain) instanceof String text) {
      return text.isEmpty() ? "ai.onnx" : text;
    }
    return "";
  }

  static String message(Message message) {
    return switch (message) {
      case TensorProto tensor -> TensorComparison.type(tensor) + " " + tensor.getDimsList();
      case NodeProto node ->
          node.getOpType() + " of " + node.getInputList() + " to " + node.getOutputList();
      default -> "there, " + message.getSerializedSize() + " bytes";
    };
  }

  static String values(List<Object> values) {
    String more = values.size() > MAX_VALUES ? ", … " + values.size() + " in all" : "";
    return values.stream()
        .limit(MAX_VALUES)
        .map(Labels::value)
        .collect(Collectors.joining(", ", "[", more + "]"));
  }

  static String value(Object value) {
    return switch (value) {
      case ByteString bytes -> bytes(bytes);
      case Message message -> message(message);
      case EnumValueDescriptor choice -> choice.getName();
      default -> value.toString();
    };
  }

  private static String bytes(ByteString bytes) {
    if (bytes.size() <= MAX_BYTES && bytes.isValidUtf8()) {
      return bytes.toStringUtf8();
    }
    return bytes.size() + " bytes, " + Digest.of(bytes.toByteArray());
  }
}
