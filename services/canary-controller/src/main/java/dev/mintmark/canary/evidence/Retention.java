package dev.mintmark.canary.evidence;

import dev.mintmark.gate.evidence.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What evidence to come may ask for: windows one by one from some time on, and of earlier ones only
 * their sums. However long a rollout is held, it needs no more memory than a soak.
 *
 * @param apart milliseconds since 1970-01-01T00:00Z: windows that begin then or later stay apart
 * @param summed evidence asks for all windows within one of these, or for none; they do not overlap
 */
public record Retention(long apart, List<Window> summed) {
  public Retention {
    summed = List.copyOf(summed);
  }

  /** Earlier parts of one device, summed by index; those that nothing asks for are left out. */
  List<Part> of(Collection<Part> earlier) {
    List<Part> kept = new ArrayList<>();
    for (Window window : summed) {
      Map<String, Part> byIndex = new TreeMap<>();
      for (Part part : earlier) {
        if (part.start() >= window.start() && part.end() <= window.end()) {
          byIndex.merge(part.index(), part, Part::and);
        }
      }
      kept.addAll(byIndex.values());
    }
    return kept;
  }
}
