package dev.mintmark.quantizer.apply;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names for what is inside the graph: a, b, ..., z, aa, ab, ... Names of exported tensors are often
 * longer than the weights they stand for. Inputs and outputs of the graph keep theirs.
 */
final class ShortNames {
  private static final int LETTERS = 26;

  private final Set<String> kept;
  private final Map<String, String> names = new HashMap<>();
  private int next;

  ShortNames(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  /** The name of a tensor of the float model: always the same for the same tensor. */
  String of(String tensor) {
    if (tensor.isEmpty() || kept.contains(tensor)) {
      return tensor;
    }
    return names.computeIfAbsent(tensor, t -> fresh());
  }

  /** A name that no other tensor has. */
  String fresh() {
    String name = letters(next++);
    return kept.contains(name) ? fresh() : name;
  }

  private static String letters(int number) {
    StringBuilder text = new StringBuilder();
    for (int rest = number; rest >= 0; rest = rest / LETTERS - 1) {
      text.append((char) ('a' + rest % LETTERS));
    }
    return text.reverse().toString();
  }
}
