package dev.mintmark.compare.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.number.ElementComparison;
import dev.mintmark.compare.number.Elements;
import java.util.Objects;
import java.util.Optional;

/** Compares initializers and constants: type, shape, elements, and how they are stored. */
final class TensorComparison {
  private final Findings findings;

  TensorComparison(Findings findings) {
    this.findings = findings;
  }

  void compare(Place place, TensorProto recorded, TensorProto rebuilt) {
    boolean described =
        field(place, "name", recorded.getName(), rebuilt.getName())
            | field(place, "type", type(recorded), type(rebuilt))
            | field(place, "shape", recorded.getDimsList(), rebuilt.getDimsList());
    if (!described && !elements(place, recorded, rebuilt)) {
      storage(place, recorded, rebuilt);
    }
  }

  static String type(TensorProto tensor) {
    DataType type = DataType.forNumber(tensor.getDataType());
    return type == null ? "type " + tensor.getDataType() : type.name();
  }

  private boolean field(Place place, String name, Object recorded, Object rebuilt) {
    if (Objects.equals(recorded, rebuilt)) {
      return false;
    }
    findings.add(place.in(name), recorded.toString(), rebuilt.toString(), null);
    return true;
  }

  private boolean elements(Place place, TensorProto recorded, TensorProto rebuilt) {
    Optional<Elements> one = Tensors.elements(recorded);
    Optional<Elements> two = Tensors.elements(rebuilt);
    if (one.isEmpty() || two.isEmpty()) {
      return false;
    }
    return field(place, "number of elements", one.get().count(), two.get().count())
        || ElementComparison.compare(place, one.get(), two.get(), findings);
  }

  /** The same numbers, or none: what is left is how they are stored, or words about them. */
  private void storage(Place place, TensorProto recorded, TensorProto rebuilt) {
    boolean said =
        field(place, "stored in", storage(recorded), storage(rebuilt))
            | field(place, "doc_string", recorded.getDocString(), rebuilt.getDocString())
            | MessageComparison.bytes(
                place.in("raw_data"), recorded.getRawData(), rebuilt.getRawData(), findings);
    if (!said) {
      String one = recorded.getSerializedSize() + " bytes";
      findings.add(
          place.in("other fields"), one, rebuilt.getSerializedSize() + " other bytes", null);
    }
  }

  private static String storage(TensorProto tensor) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return "another file";
    }
    return tensor.hasRawData() ? "raw_data" : "typed fields";
  }
}
