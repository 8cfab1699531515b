package dev.mintmark.contract.rollout;

import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.device.v1.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Every heartbeat that stands in {@code device.heartbeat}, by its number, and how often {@code
 * device.summarized} counts it. A device that gets no answer sends the same again, so a number may
 * stand in the log twice; it may be counted once.
 */
final class Counters {
  private final Map<String, Device> devices = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private static final class Device {
    private final BitSet counted = new BitSet();

    /** When a heartbeat was made, by its number. */
    private final TreeMap<Integer, Long> sent = new TreeMap<>();

    private final Map<Integer, String> index = new HashMap<>();
  }

  void sent(DeviceHeartbeat batch) {
    Device device = device(batch.getDevice());
    int number = Math.toIntExact(batch.getFirstSequence());
    for (Heartbeat beat : batch.getHeartbeats()) {
      device.sent.put(number, beat.getAt());
      device.index.put(number, batch.getInventories().get(beat.getInventory()).getIndex());
      number++;
    }
  }

  void counted(DeviceSummarized part) {
    Device device = device(part.getDevice());
    int first = Math.toIntExact(part.getFirstSequence());
    int last = Math.toIntExact(part.getLastSequence());
    if (part.getHeartbeats() != last - first + 1) {
      faults.add("a part counts another number of heartbeats than it spans: " + part);
    }
    if (device.counted.get(first, last + 1).cardinality() > 0) {
      faults.add("%s: counted twice, within %d to %d".formatted(part.getDevice(), first, last));
    }
    device.counted.set(first, last + 1);
  }

  /** What is wrong at any time: counted twice, or never sent. */
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    devices.forEach((name, device) -> {
      BitSet unsent = (BitSet) device.counted.clone();
      device.sent.keySet().forEach(unsent::clear);
      if (!unsent.isEmpty()) {
        all.add("%s: counted and never sent: %s".formatted(name, unsent));
      }
    });
    return all;
  }

  /**
   * Devices that a heartbeat is missing of between two times, or that nothing is counted of. What
   * was sent shortly before a rollout ended may arrive after it, and is no evidence any more: it is
   * looked for up to the last one that is counted.
   */
  List<String> holes(Instant from, Instant to) {
    List<String> holes = new ArrayList<>();
    devices.forEach((name, device) -> {
      List<Integer> due =
          device.sent.entrySet().stream()
              .filter(beat -> beat.getValue() >= from.toEpochMilli())
              .filter(beat -> beat.getValue() < to.toEpochMilli())
              .map(Map.Entry::getKey)
              .toList();
      int last = due.stream().filter(device.counted::get).reduce((a, b) -> b).orElse(-1);
      List<Integer> missing =
          due.stream().filter(n -> n <= last && !device.counted.get(n)).toList();
      if (last < 0 || !missing.isEmpty()) {
        holes.add(
            "%s: of %d, the last counted %d, not %s".formatted(name, due.size(), last, missing));
      }
    });
    return holes;
  }

  /** When the first heartbeat with that image index was made, from a time on. */
  OptionalLong first(String index, Instant from) {
    return devices.values().stream()
        .flatMapToLong(device ->
            device.sent.entrySet().stream()
                .filter(beat -> beat.getValue() >= from.toEpochMilli())
                .filter(beat -> index.equals(device.index.get(beat.getKey())))
                .mapToLong(Map.Entry::getValue))
        .min();
  }

  /** How many heartbeats each device sent. */
  Map<String, Integer> sent() {
    Map<String, Integer> sent = new HashMap<>();
    devices.forEach((name, device) -> sent.put(name, device.sent.size()));
    return sent;
  }

  long counted() {
    return devices.values().stream().mapToLong(device -> device.counted.cardinality()).sum();
  }

  private Device device(String name) {
    return devices.computeIfAbsent(name, n -> new Device());
  }
}
