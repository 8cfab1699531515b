package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.packages.deb.DebControl;
import dev.mintmark.packages.deb.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of an image's Debian packages need which others: every alternative of {@code Depends} and
 * {@code Pre-Depends} that is installed, under its own name or one that it provides.
 */
final class DebianNeeds {
  private DebianNeeds() {}

  /**
   * @param controls of the packages, in their order
   */
  static List<FoundPackage> between(List<FoundPackage> packages, List<DebControl> controls) {
    Map<String, SortedSet<String>> answering = new HashMap<>();
    for (int i = 0; i < controls.size(); i++) {
      String purl = packages.get(i).purl();
      add(answering, controls.get(i).name(), purl);
      controls.get(i).provides().forEach(name -> add(answering, name, purl));
    }
    List<FoundPackage> linked = new ArrayList<>();
    for (int i = 0; i < controls.size(); i++) {
      SortedSet<String> needs = new TreeSet<>();
      for (List<Relation> clause : controls.get(i).depends()) {
        for (Relation relation : clause) {
          needs.addAll(answering.getOrDefault(relation.name(), new TreeSet<>()));
        }
      }
      needs.remove(packages.get(i).purl());
      linked.add(packages.get(i).needing(needs));
    }
    return linked;
  }

  private static void add(Map<String, SortedSet<String>> answering, String name, String purl) {
    answering.computeIfAbsent(name, key -> new TreeSet<>()).add(purl);
  }
}
