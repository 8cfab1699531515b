package dev.mintmark.verify.policy;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** YAML as data and nothing more: one document of bounded size and depth, no anchors, no tags. */
final class YamlTree {
  static final int MAX_CHARACTERS = 256 << 10;
  private static final int MAX_DEPTH = 16;

  private YamlTree() {}

  /**
   * @param what the file, for errors
   * @throws RefusedException VER-070
   */
  static YamlFields read(String text, String what) {
    // The parser looks at its own limit between tokens only.
    if (text.length() > MAX_CHARACTERS) {
      throw refused(what, 1, "has more than " + MAX_CHARACTERS + " characters");
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    try {
      Yaml yaml = new Yaml(new SafeConstructor(options));
      requirePlain(yaml.parse(new StringReader(text)), what);
      Node root = yaml.compose(new StringReader(text));
      if (root instanceof MappingNode map) {
        return YamlFields.of(map, "", what);
      }
      throw refused(what, 1, "is no map of fields");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw refused(what, line, "is no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw refused(what, 1, "is no YAML: " + e.getMessage());
    }
  }

  private static void requirePlain(Iterable<Event> events, String what) {
    Deque<Event> open = new ArrayDeque<>();
    int documents = 0;
    for (Event event : events) {
      int line = event.getStartMark() == null ? 1 : event.getStartMark().getLine() + 1;
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw refused(what, line, "has a second document");
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor() != null)) {
        throw refused(what, line, "has an anchor or alias; write the value out");
      }
      if (event instanceof ScalarEvent scalar && scalar.getTag() != null
          || event instanceof CollectionStartEvent start && start.getTag() != null) {
        throw refused(what, line, "has a tag; write plain values");
      }
      if (event instanceof CollectionStartEvent) {
        open.push(event);
      } else if (event instanceof CollectionEndEvent) {
        open.pop();
      }
      if (open.size() > MAX_DEPTH) {
        throw refused(what, line, "is nested deeper than " + MAX_DEPTH);
      }
    }
  }

  static RefusedException refused(String what, int line, String found) {
    return new RefusedException(
        RefusalCode.POLICY_FORM,
        "cannot use %s, line %d: it %s; docs/keys.md shows a policy".formatted(what, line, found));
  }
}
