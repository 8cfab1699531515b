package dev.mintmark.compare.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Evidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two messages of one type field by field, elements of lists by their names where these
 * are unique. Every field counts, unknown ones, too.
 */
final class MessageComparison {
  private final Findings findings;

  MessageComparison(Findings findings) {
    this.findings = findings;
  }

  void compare(Place place, Message recorded, Message rebuilt) {
    if (recorded.equals(rebuilt)) {
      return;
    }
    if (recorded instanceof TensorProto one && rebuilt instanceof TensorProto two) {
      new TensorComparison(findings).compare(place, one, two);
      return;
    }
    fields(place, recorded, rebuilt);
  }

  private void fields(Place place, Message recorded, Message rebuilt) {
    for (FieldDescriptor field : recorded.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        lists(place, field, list(recorded, field), list(rebuilt, field));
      } else {
        single(place, field, recorded, rebuilt);
      }
    }
    if (!recorded.getUnknownFields().equals(rebuilt.getUnknownFields())) {
      findings.add(
          place.in("unknown fields"),
          recorded.getUnknownFields().getSerializedSize() + " bytes",
          rebuilt.getUnknownFields().getSerializedSize() + " bytes",
          null);
    }
  }

  private void single(Place place, FieldDescriptor field, Message recorded, Message rebuilt) {
    boolean in = recorded.hasField(field);
    boolean inOther = rebuilt.hasField(field);
    Object one = recorded.getField(field);
    Object two = rebuilt.getField(field);
    if (in && inOther && one instanceof Message first && two instanceof Message second) {
      Place at = field.getName().equals("graph") ? place : place.in(field.getName());
      compare(at, first, second);
    } else if (in != inOther || !one.equals(two)) {
      String first = in ? Labels.value(one) : Difference.NOTHING;
      String second = inOther ? Labels.value(two) : Difference.NOTHING;
      add(place.in(field.getName()), field.getName(), first, second);
    }
  }

  private void add(Place place, String hint, String recorded, String rebuilt) {
    boolean absent = recorded.equals(Difference.NOTHING) || rebuilt.equals(Difference.NOTHING);
    @Nullable Cause cause = absent ? null : Evidence.orNull(hint, recorded, rebuilt);
    findings.add(place, recorded, rebuilt, cause);
  }

  private static List<Object> list(Message message, FieldDescriptor field) {
    return List.copyOf((List<?>) message.getField(field));
  }

  private void lists(
      Place place, FieldDescriptor field, List<Object> recorded, List<Object> rebuilt) {
    if (recorded.equals(rebuilt)) {
      return;
    }
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      add(
          place.in(field.getName()),
          field.getName(),
          Labels.values(recorded),
          Labels.values(rebuilt));
      return;
    }
    Alignment alignment =
        Alignment.byKey(Labels.keys(recorded), Labels.keys(rebuilt))
            .orElseGet(() -> Alignment.byPosition(recorded, rebuilt, Object::equals));
    for (Alignment.Match match : alignment.matches()) {
      element(place, field, match, recorded, rebuilt);
    }
    if (!alignment.sameOrder()) {
      findings.add(
          place.in("order of " + Labels.of(field)),
          String.join(", ", Labels.keys(recorded)),
          String.join(", ", Labels.keys(rebuilt)),
          Cause.KEY_ORDER);
    }
  }

  private void element(
      Place place,
      FieldDescriptor field,
      Alignment.Match match,
      List<Object> recorded,
      List<Object> rebuilt) {
    if (match.rebuilt() == Alignment.NONE) {
      Message only = (Message) recorded.get(match.recorded());
      findings.onlyRecorded(
          place.in(Labels.element(field, match.recorded(), only)), Labels.message(only));
    } else if (match.recorded() == Alignment.NONE) {
      Message only = (Message) rebuilt.get(match.rebuilt());
      findings.onlyRebuilt(
          place.in(Labels.element(field, match.rebuilt(), only)), Labels.message(only));
    } else {
      Message one = (Message) recorded.get(match.recorded());
      Message two = (Message) rebuilt.get(match.rebuilt());
      compare(place.in(Labels.element(field, match.recorded(), one)), one, two);
    }
  }

  /** Whether two byte fields differ, which then is said. */
  static boolean bytes(Place place, ByteString recorded, ByteString rebuilt, Findings findings) {
    if (recorded.equals(rebuilt)) {
      return false;
    }
    findings.add(place, Labels.value(recorded), Labels.value(rebuilt), null);
    return true;
  }
}
