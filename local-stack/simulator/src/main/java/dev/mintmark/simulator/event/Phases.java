package dev.mintmark.simulator.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts of devices by release and phase: each device counts once, with its newest order. */
public final class Phases {
  private record At(String release, Phase phase) {}

  private final Map<String, At> devices = new HashMap<>();
  private SortedMap<String, Map<Phase, Integer>> told = new TreeMap<>();

  public synchronized void reached(String device, String release, Phase phase) {
    devices.put(device, new At(release, phase));
  }

  /** An event for each release whose counts changed since the last call. */
  public synchronized List<ObjectNode> changes() {
    SortedMap<String, Map<Phase, Integer>> now = new TreeMap<>();
    devices
        .values()
        .forEach(at ->
            now.computeIfAbsent(at.release(), r -> new EnumMap<>(Phase.class))
                .merge(at.phase(), 1, Integer::sum));
    List<ObjectNode> events = new ArrayList<>();
    TreeSet<String> releases = new TreeSet<>(now.keySet());
    releases.addAll(told.keySet());
    for (String release : releases) {
      Map<Phase, Integer> counts = now.getOrDefault(release, Map.of());
      if (!counts.equals(told.get(release))) {
        events.add(event(release, counts));
      }
    }
    told = now;
    return events;
  }

  private static ObjectNode event(String release, Map<Phase, Integer> counts) {
    ObjectNode event = Events.event("phase").put("release", release);
    ObjectNode fields = event.putObject("counts");
    for (Phase phase : Phase.values()) {
      int count = counts.getOrDefault(phase, 0);
      if (count > 0) {
        fields.put(phase.text(), count);
      }
    }
    return event;
  }
}
