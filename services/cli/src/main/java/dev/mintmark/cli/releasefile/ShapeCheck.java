package dev.mintmark.cli.releasefile;

import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Holds a YAML tree against its {@link Shape}: unknown, doubled and missing keys, wrong types. */
final class ShapeCheck {
  private final Problems problems;

  ShapeCheck(Problems problems) {
    this.problems = problems;
  }

  void check(Node node, Shape shape, String path) {
    boolean fits =
        switch (shape) {
          case Shape.Text text -> isText(node);
          case Shape.Whole whole -> isWhole(node);
          case Shape.Decimal decimal -> isDecimal(node);
          case Shape.ListOf list -> node instanceof SequenceNode;
          case Shape.Settings settings -> node instanceof MappingNode;
          case Shape.Fields fields -> node instanceof MappingNode;
        };
    if (!fits) {
      problems.add("CLI-006", node, path, wrongType(node, shape));
      return;
    }
    switch (shape) {
      case Shape.ListOf list -> checkElements((SequenceNode) node, list, path);
      case Shape.Fields fields -> checkFields((MappingNode) node, fields, path);
      case Shape.Settings settings -> checkSettings((MappingNode) node, path);
      case Shape.Text text -> {}
      case Shape.Whole whole -> {}
      case Shape.Decimal decimal -> {}
    }
  }

  private void checkElements(SequenceNode node, Shape.ListOf list, String path) {
    int index = 0;
    for (Node element : node.getValue()) {
      check(element, list.element(), path + "[" + index++ + "]");
    }
  }

  private void checkFields(MappingNode node, Shape.Fields fields, String path) {
    Map<String, Node> keys = keys(node, path);
    for (NodeTuple tuple : node.getValue()) {
      String key = name(tuple.getKeyNode());
      Shape.Field field = fields.fields().get(key);
      if (field == null) {
        problems.add("CLI-003", tuple.getKeyNode(), below(path, key), unknown(fields));
      } else {
        check(tuple.getValueNode(), field.shape(), below(path, key));
      }
    }
    fields
        .fields()
        .forEach((key, field) -> {
          if (field.required() && !keys.containsKey(key)) {
            problems.add(
                "CLI-005",
                node,
                below(path, key),
                "the key is missing; give it " + field.shape().article());
          }
        });
  }

  private void checkSettings(MappingNode node, String path) {
    keys(node, path)
        .forEach((key, value) -> {
          if (!(value instanceof ScalarNode) || value.getTag().equals(Tag.NULL)) {
            problems.add(
                "CLI-006", value, below(path, key), "is " + kind(value) + "; give it one value");
          }
        });
  }

  private Map<String, Node> keys(MappingNode node, String path) {
    Map<String, Node> seen = new HashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      String key = name(tuple.getKeyNode());
      Integer first = lines.putIfAbsent(key, tuple.getKeyNode().getStartMark().getLine() + 1);
      if (first != null) {
        problems.add(
            "CLI-004",
            tuple.getKeyNode(),
            below(path, key),
            "stands twice, first in line " + first + "; keep one of the two");
      }
      seen.putIfAbsent(key, tuple.getValueNode());
    }
    return seen;
  }

  private static boolean isText(Node node) {
    return node.getTag().equals(Tag.STR) && !((ScalarNode) node).getValue().isEmpty();
  }

  private static boolean isWhole(Node node) {
    return node.getTag().equals(Tag.INT)
        && ((ScalarNode) node).getValue().matches("0|-?[1-9][0-9]{0,17}");
  }

  private static boolean isDecimal(Node node) {
    return (node.getTag().equals(Tag.FLOAT) || node.getTag().equals(Tag.INT))
        && ((ScalarNode) node).getValue().matches("-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,9})?");
  }

  private static String wrongType(Node node, Shape shape) {
    String text = "is " + kind(node) + "; expected " + shape.article();
    boolean quotable =
        shape instanceof Shape.Text
            && node instanceof ScalarNode scalar
            && scalar.getScalarStyle() == ScalarStyle.PLAIN
            && !node.getTag().equals(Tag.NULL);
    return quotable ? text + ": put it in quotes" : text;
  }

  private static String kind(Node node) {
    return switch (node) {
      case SequenceNode list -> "a list";
      case MappingNode map -> "a map";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
      case ScalarNode scalar when scalar.getValue().isEmpty() -> "an empty text";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) ->
          "the text '" + scalar.getValue() + "'";
      case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) ->
          "the boolean " + scalar.getValue();
      case ScalarNode scalar when scalar.getTag().equals(Tag.TIMESTAMP) ->
          "the date " + scalar.getValue();
      case ScalarNode scalar -> "the number " + scalar.getValue();
      default -> "something else";
    };
  }

  private static String unknown(Shape.Fields fields) {
    return "is not a key here; known are " + String.join(", ", fields.fields().keySet());
  }

  static String name(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue() : "?";
  }

  static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
