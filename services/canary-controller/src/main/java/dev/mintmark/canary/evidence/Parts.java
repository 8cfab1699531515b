package dev.mintmark.canary.evidence;

import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.sketch.LatencySketch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The summaries of one rollout's devices. The parts of a window add up, in whatever pieces. */
final class Parts {
  /** A window of a device, told apart by what ran in it. */
  private record Key(long start, long end, String index) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::start).thenComparingLong(Key::end).thenComparing(Key::index);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final Set<String> devices;
  private final Map<String, NavigableMap<Key, Part>> byDevice = new HashMap<>();

  /**
   * @param devices whose summaries count; others are passed over
   */
  Parts(Set<String> devices) {
    this.devices = Set.copyOf(devices);
  }

  boolean wants(String device) {
    return devices.contains(device);
  }

  /** Counts a part, unless its heartbeats were counted before. */
  void add(Part part) {
    if (!wants(part.device())) {
      return;
    }
    byDevice
        .computeIfAbsent(part.device(), name -> new TreeMap<>())
        .merge(
            new Key(part.start(), part.end(), part.index()),
            part,
            (sum, next) -> sum.isRepeatedBy(next) ? sum : sum.and(next));
  }

  /** Forgets windows that no evidence will ask for any more. */
  void forgetBefore(long millis) {
    byDevice.values().forEach(windows -> windows.headMap(new Key(millis, 0, ""), false).clear());
  }

  /** What a device counted in whole windows within that time while it ran that index. */
  Side side(String device, Window within, String index) {
    LatencySketch sketch = LatencySketch.empty();
    int heartbeats = 0;
    long requests = 0;
    long errors = 0;
    long cpu = 0;
    for (Part part : within(device, within)) {
      if (part.index().equals(index)) {
        heartbeats += part.heartbeats();
        requests += part.requests();
        errors += part.errors();
        cpu += part.cpuPermille();
        sketch.mergeEncoded(part.sketch());
      }
    }
    return new Side(heartbeats, requests, errors, cpu, sketch.encode());
  }

  /**
   * The index that a device claims to have run within that time: the expected one if it names no
   * other, else the last other one. Empty when it said nothing.
   */
  Optional<String> claim(String device, Window within, String expected) {
    List<String> named = within(device, within).stream().map(Part::index).toList();
    return named.stream()
        .filter(index -> !index.equals(expected))
        .reduce((first, second) -> second)
        .or(() -> named.stream().findFirst());
  }

  private List<Part> within(String device, Window window) {
    NavigableMap<Key, Part> windows = byDevice.get(device);
    if (windows == null) {
      return List.of();
    }
    return windows.tailMap(new Key(window.start(), 0, ""), true).values().stream()
        .takeWhile(part -> part.start() < window.end())
        .filter(part -> part.end() <= window.end())
        .toList();
  }
}
