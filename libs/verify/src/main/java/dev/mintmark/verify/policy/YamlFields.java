package dev.mintmark.verify.policy;

import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of a YAML map, each read with a refusal that names file, line and path.
 *
 * @param path of the map; empty for the whole document
 * @param what the file
 */
record YamlFields(MappingNode map, Map<String, Node> values, String path, String what) {
  static YamlFields of(MappingNode map, String path, String what) {
    SortedMap<String, Node> values = new TreeMap<>();
    YamlFields fields = new YamlFields(map, values, path, what);
    for (NodeTuple tuple : map.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw fields.refused(tuple.getKeyNode(), "", "has a key that is no text");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw fields.refused(key, key.getValue(), "stands twice");
      }
    }
    return fields;
  }

  YamlFields only(String... names) {
    Set<String> known = Set.of(names);
    values.forEach((name, node) -> {
      if (!known.contains(name)) {
        throw refused(node, name, "is not a field here; known are " + String.join(", ", names));
      }
    });
    return this;
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> refused(map, name, "is missing"));
  }

  Optional<String> optionalText(String name) {
    return Optional.ofNullable(values.get(name)).map(node -> text(node, name));
  }

  /** A whole number within bounds. */
  Optional<Long> optionalWhole(String name, long least, long most) {
    return Optional.ofNullable(values.get(name))
        .map(node -> {
          boolean whole =
              node instanceof ScalarNode scalar
                  && node.getTag().equals(Tag.INT)
                  && scalar.getValue().matches("0|[1-9][0-9]{0,17}");
          long value = whole ? Long.parseLong(((ScalarNode) node).getValue()) : -1;
          if (value < least || value > most) {
            throw refused(node, name, "is no whole number from " + least + " to " + most);
          }
          return value;
        });
  }

  /** Not empty where it is there. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(name)) {
      texts.add(text(element, name));
    }
    return List.copyOf(texts);
  }

  List<YamlFields> maps(String name) {
    List<YamlFields> maps = new ArrayList<>();
    for (Node element : elements(name)) {
      maps.add(map(element, name + "[" + maps.size() + "]"));
    }
    return List.copyOf(maps);
  }

  Optional<YamlFields> optionalMap(String name) {
    return Optional.ofNullable(values.get(name)).map(node -> map(node, name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  RefusedException refused(String name, String found) {
    return refused(values.getOrDefault(name, map), name, found);
  }

  private List<Node> elements(String name) {
    Node node = values.get(name);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
      return list.getValue();
    }
    throw refused(node, name, "is no list with anything in it");
  }

  private YamlFields map(Node node, String name) {
    if (node instanceof MappingNode child) {
      return of(child, below(name), what);
    }
    throw refused(node, name, "is no map of fields");
  }

  private String text(Node node, String name) {
    if (node instanceof ScalarNode scalar
        && node.getTag().equals(Tag.STR)
        && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    throw refused(node, name, "is no text; put it in quotes where it looks like something else");
  }

  private RefusedException refused(Node at, String name, String found) {
    return YamlTree.refused(
        what, at.getStartMark().getLine() + 1, "says '" + below(name) + "', which " + found);
  }

  private String below(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
