package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.calibrate.Range;
import java.util.HashMap;
import java.util.Map;

/** Groups of tensors that must have one scale; a group's range holds the ranges of its tensors. */
final class SharedScales {
  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, Range> ranges = new HashMap<>();

  void add(String tensor, Range range) {
    ranges.put(tensor, range);
  }

  boolean contains(String tensor) {
    return ranges.containsKey(tensor);
  }

  /** Puts two tensors, and their groups, into one group. */
  void join(String a, String b) {
    String first = root(a);
    String second = root(b);
    if (!first.equals(second)) {
      parents.put(second, first);
      ranges.put(first, range(first).union(range(second)));
    }
  }

  /** The range of the tensor's group. */
  Range range(String tensor) {
    Range range = ranges.get(root(tensor));
    if (range == null) {
      throw new IllegalStateException("no range for tensor '" + tensor + "'");
    }
    return range;
  }

  /** The tensor that stands for the group. */
  String root(String tensor) {
    String root = tensor;
    for (String parent = parents.get(root); parent != null; parent = parents.get(root)) {
      root = parent;
    }
    return root;
  }
}
