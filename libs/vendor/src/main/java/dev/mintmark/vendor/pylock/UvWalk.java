package dev.mintmark.vendor.pylock;

import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows the edges of a {@code uv.lock} whose markers hold in an image. */
final class UvWalk {
  private final List<UvPackage> packages;
  private final MarkerEnvironment image;

  /** Places in the list of packages, and the extras that are followed. */
  private final Map<Integer, Set<String>> found = new TreeMap<>();

  private final Deque<Integer> open = new ArrayDeque<>();

  UvWalk(List<UvPackage> packages, MarkerEnvironment image) {
    this.packages = packages;
    this.image = image;
  }

  /** All that is reached, in the lock's order, with the extras that it is wanted with. */
  Map<UvPackage, Set<String>> from(UvPackage start) {
    visit(packages.indexOf(start), Set.of());
    while (!open.isEmpty()) {
      int index = open.remove();
      UvPackage each = packages.get(index);
      for (UvPackage.Edge edge : each.edges(found.getOrDefault(index, Set.of()))) {
        if (edge.marker().isEmpty()
            || Decisions.holds(
                edge.marker().get(),
                image,
                Set.of(),
                edge.name() + " of " + each.table().where())) {
          visit(end(each, edge), edge.extras());
        }
      }
    }
    Map<UvPackage, Set<String>> reached = new java.util.LinkedHashMap<>();
    found.forEach((index, extras) -> reached.put(packages.get(index), Set.copyOf(extras)));
    return reached;
  }

  private void visit(int index, Set<String> extras) {
    Set<String> before = found.get(index);
    if (before == null) {
      found.put(index, new TreeSet<>(extras));
      open.add(index);
    } else if (before.addAll(extras)) {
      open.add(index);
    }
  }

  /** Where an edge leads: to one package, by name, version and source, then by where it is for. */
  private int end(UvPackage from, UvPackage.Edge edge) {
    List<UvPackage> ends =
        packages.stream()
            .filter(each -> each.name().equals(edge.name()))
            .filter(each -> edge.version().map(each.version()::equals).orElse(true))
            .filter(each -> edge.source().map(each.source()::equals).orElse(true))
            .toList();
    if (ends.size() > 1) {
      ends = ends.stream().filter(this::isHere).toList();
    }
    if (ends.size() != 1) {
      throw from.table()
          .faulty("its dependency " + edge.name() + " is locked " + ends.size() + " times");
    }
    return packages.indexOf(ends.getFirst());
  }

  private boolean isHere(UvPackage each) {
    List<String> markers = each.table().texts("resolution-markers");
    return markers.isEmpty()
        || markers.stream()
            .anyMatch(marker -> Decisions.holds(marker, image, Set.of(), each.table().where()));
  }
}
