package dev.mintmark.quantizer.gate;

import java.util.List;

/** Levenshtein's distance. */
final class Edits {
  private Edits() {}

  /** The least number of insertions, removals and replacements that make one list the other. */
  static int between(List<Integer> one, List<Integer> other) {
    int[] above = new int[other.size() + 1];
    for (int i = 0; i <= other.size(); i++) {
      above[i] = i;
    }
    for (int row = 1; row <= one.size(); row++) {
      int[] now = new int[other.size() + 1];
      now[0] = row;
      for (int i = 1; i <= other.size(); i++) {
        int replaced = above[i - 1] + (one.get(row - 1).equals(other.get(i - 1)) ? 0 : 1);
        now[i] = Math.min(replaced, Math.min(above[i], now[i - 1]) + 1);
      }
      above = now;
    }
    return above[other.size()];
  }
}
