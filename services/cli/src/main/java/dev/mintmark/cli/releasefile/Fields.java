package dev.mintmark.cli.releasefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A map of the file whose shape was checked, by key. */
record Fields(MappingNode map, String path) {
  /** A value with the path of its key. */
  record At(Node node, String path) {
    String text() {
      return scalar(node);
    }

    int line() {
      return node.getStartMark().getLine() + 1;
    }

    List<At> elements() {
      List<At> elements = new ArrayList<>();
      for (Node element : ((SequenceNode) node).getValue()) {
        elements.add(new At(element, path + "[" + elements.size() + "]"));
      }
      return elements;
    }

    Fields fields() {
      return new Fields((MappingNode) node, path);
    }

    SortedMap<String, String> settings() {
      SortedMap<String, String> settings = new TreeMap<>();
      for (NodeTuple tuple : ((MappingNode) node).getValue()) {
        settings.put(scalar(tuple.getKeyNode()), scalar(tuple.getValueNode()));
      }
      return settings;
    }
  }

  Optional<Node> optional(String key) {
    return map.getValue().stream()
        .filter(tuple -> ShapeCheck.name(tuple.getKeyNode()).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  Node node(String key) {
    return optional(key).orElseThrow(() -> new IllegalStateException(path + " has no " + key));
  }

  At at(String key) {
    return new At(node(key), ShapeCheck.below(path, key));
  }

  Optional<At> maybe(String key) {
    return optional(key).map(node -> new At(node, ShapeCheck.below(path, key)));
  }

  /** What stands in the file, unquoted. */
  static String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
