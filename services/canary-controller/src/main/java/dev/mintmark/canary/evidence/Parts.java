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

    static Key of(Part part) {
      return new Key(part.start(), part.end(), part.index());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Comparator<Part> LATEST =
      Comparator.comparingLong(Part::latest)
          .thenComparingLong(Part::end)
          .thenComparing(Part::index);

  /** So many of a device, that not every single one is summed by itself. */
  private static final int MOST_EARLIER = 8;

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
        .merge(Key.of(part), part, (sum, next) -> sum.isRepeatedBy(next) ? sum : sum.and(next));
  }

  /**
   * Keeps what is to be kept, in little memory. A window that was summed with others is not told
   * apart any more: parts that come for it later are counted, and the log has each of them once.
   */
  void keep(Retention retention) {
    Key apart = new Key(retention.apart(), 0, "");
    byDevice.values().forEach(windows -> keep(retention, windows.headMap(apart, false)));
  }

  private static void keep(Retention retention, Map<Key, Part> earlier) {
    if (earlier.size() > MOST_EARLIER) {
      List<Part> kept = retention.of(earlier.values());
      earlier.clear();
      kept.forEach(part -> earlier.put(Key.of(part), part));
    }
  }

  /** How many windows or sums of windows it holds. */
  int size() {
    return byDevice.values().stream().mapToInt(Map::size).sum();
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
    List<Part> parts = within(device, within);
    return parts.stream()
        .filter(part -> !part.index().equals(expected))
        .max(LATEST)
        .or(() -> parts.stream().findFirst())
        .map(Part::index);
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
