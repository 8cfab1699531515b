package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.InventoryError;
import dev.mintmark.inventory.found.InventoryException;
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
  /** Of all packages together. */
  private static final int MOST_NEEDS = 1_000_000;

  private DebianNeeds() {}

  /**
   * @param controls of the packages, in their order
   * @throws InventoryException TOO_LARGE
   */
  static List<FoundPackage> between(List<FoundPackage> packages, List<DebControl> controls) {
    Map<String, SortedSet<String>> answering = new HashMap<>();
    for (int i = 0; i < controls.size(); i++) {
      String purl = packages.get(i).purl();
      add(answering, controls.get(i).name(), purl);
      controls.get(i).provides().forEach(name -> add(answering, name, purl));
    }
    List<FoundPackage> linked = new ArrayList<>();
    int all = 0;
    for (int i = 0; i < controls.size(); i++) {
      SortedSet<String> needs = new TreeSet<>();
      for (List<Relation> clause : controls.get(i).depends()) {
        for (Relation relation : clause) {
          needs.addAll(answering.getOrDefault(relation.name(), new TreeSet<>()));
        }
      }
      needs.remove(packages.get(i).purl());
      all += needs.size();
      if (all > MOST_NEEDS) {
        throw new InventoryException(
            InventoryError.TOO_LARGE,
            "/var/lib/dpkg/status",
            "its packages need each other more than " + MOST_NEEDS + " times");
      }
      linked.add(packages.get(i).needing(needs));
    }
    return linked;
  }

  private static void add(Map<String, SortedSet<String>> answering, String name, String purl) {
    answering.computeIfAbsent(name, key -> new TreeSet<>()).add(purl);
  }
}
