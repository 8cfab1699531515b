package dev.mintmark.contract.fault;

import java.util.ArrayList;
import java.util.List;

/** What a look at everything found wrong. */
record Findings(
    int releases, int records, List<String> lost, List<String> doubled, List<String> wrong) {
  Findings {
    lost = List.copyOf(lost);
    doubled = List.copyOf(doubled);
    wrong = List.copyOf(wrong);
  }

  boolean areNone() {
    return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
  }

  List<String> all() {
    List<String> all = new ArrayList<>(lost);
    all.addAll(doubled);
    all.addAll(wrong);
    return all;
  }
}
