package dev.mintmark.quantizer.scheme;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes take part, and what single tensors are to be. A node is named by its name, or by its
 * first output where it has none. Empty inclusions include everything; exclusions go before them.
 *
 * @param includedOperators types, e.g. {@code Conv}
 * @param includedNodes names
 * @param excludedOperators types
 * @param excludedNodes names
 * @param tensors choices by the tensor's name
 */
public record Selection(
    SortedSet<String> includedOperators,
    SortedSet<String> includedNodes,
    SortedSet<String> excludedOperators,
    SortedSet<String> excludedNodes,
    SortedMap<String, TensorChoice> tensors) {
  private static final Selection ALL =
      new Selection(
          new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

  public Selection {
    includedOperators = copy(includedOperators);
    includedNodes = copy(includedNodes);
    excludedOperators = copy(excludedOperators);
    excludedNodes = copy(excludedNodes);
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  private static SortedSet<String> copy(SortedSet<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /** Everything, as the scheme says. */
  public static Selection all() {
    return ALL;
  }

  /** Everything but these nodes. */
  public static Selection without(Set<String> nodes) {
    return new Selection(
        new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(nodes), new TreeMap<>());
  }

  /** Whether a node takes part. */
  public boolean contains(String operator, String node) {
    boolean included =
        (includedOperators.isEmpty() && includedNodes.isEmpty())
            || includedOperators.contains(operator)
            || includedNodes.contains(node);
    return included && !excludedOperators.contains(operator) && !excludedNodes.contains(node);
  }

  /**
   * Checks that all that is named is there: a name that was mistyped would do nothing.
   *
   * @throws QuantizerException {@code QNT-070}
   */
  public void requireIn(Set<String> operators, Set<String> nodes, Set<String> measured) {
    require("operator", includedOperators, operators);
    require("operator", excludedOperators, operators);
    require("node", includedNodes, nodes);
    require("node", excludedNodes, nodes);
    require("tensor", tensors.keySet(), measured);
  }

  private static void require(String what, Set<String> named, Set<String> there) {
    for (String name : named) {
      if (!there.contains(name)) {
        throw new QuantizerException(
            RefusalCode.UNKNOWN_SELECTION,
            "selection",
            "names the " + what + " '" + name + "', which the model does not have",
            "name what the float model has; a node without a name is named by its first output");
      }
    }
  }
}
