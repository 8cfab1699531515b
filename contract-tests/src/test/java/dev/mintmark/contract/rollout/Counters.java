package dev.mintmark.contract.rollout;

import dev.mintmark.events.device.v1.DeviceCounted;
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
 * Every heartbeat that stands in {@code device.heartbeat}, by its number, when {@code
 * device.counted} says that it was counted, and how often {@code device.summarized} sums it up. A
 * device that gets no answer sends the same again, so a number may stand in the log twice; it may
 * be summed up once.
 */
final class Counters {
  private final Map<String, Device> devices = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private static final class Device {
    private final BitSet summed = new BitSet();

    /** When the log was told that all up to a number are counted. */
    private final TreeMap<Integer, Long> counted = new TreeMap<>();

    /** When a heartbeat was made, by its number. */
    private final TreeMap<Integer, Long> sent = new TreeMap<>();

    private final Map<Integer, String> index = new HashMap<>();

    /** Numbers of what was made within a time. */
    private List<Integer> made(Instant from, Instant to) {
      return sent.entrySet().stream()
          .filter(beat -> beat.getValue() >= from.toEpochMilli())
          .filter(beat -> beat.getValue() < to.toEpochMilli())
          .map(Map.Entry::getKey)
          .toList();
    }

    private boolean isCountedBefore(int number, Instant time) {
      Map.Entry<Integer, Long> told = counted.ceilingEntry(number);
      return told != null && told.getValue() < time.toEpochMilli();
    }
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

  /**
   * Takes a position.
   *
   * @param at when it was given to the log, with all that was summed up until then
   */
  void counted(DeviceCounted position, Instant at) {
    device(position.getDevice())
        .counted
        .put(Math.toIntExact(position.getLastSequence()), at.toEpochMilli());
  }

  void summed(DeviceSummarized part) {
    Device device = device(part.getDevice());
    int first = Math.toIntExact(part.getFirstSequence());
    int last = Math.toIntExact(part.getLastSequence());
    if (part.getHeartbeats() != last - first + 1) {
      faults.add("a part sums up another number of heartbeats than it spans: " + part);
    }
    if (device.summed.get(first, last + 1).cardinality() > 0) {
      faults.add("%s: summed up twice, within %d to %d".formatted(part.getDevice(), first, last));
    }
    device.summed.set(first, last + 1);
  }

  /** What is wrong at any time: summed up twice, or never sent. */
  List<String> faults() {
    List<String> all = new ArrayList<>(faults);
    devices.forEach((name, device) -> {
      BitSet unsent = (BitSet) device.summed.clone();
      device.sent.keySet().forEach(unsent::clear);
      if (!unsent.isEmpty()) {
        all.add("%s: summed up and never sent: %s".formatted(name, unsent));
      }
    });
    return all;
  }

  /**
   * Devices with a heartbeat that is in no summary and should be: made from a time on, and counted
   * before the event was written that ends the rollout. Who counted it cannot have known of the
   * end, and puts summaries and positions into the log together.
   *
   * @param from when telemetry surely knew of the rollout
   * @param ended when the rollout's last event was written to the log
   */
  List<String> holes(Instant from, Instant ended) {
    List<String> holes = new ArrayList<>();
    devices.forEach((name, device) -> {
      List<Integer> due =
          device.made(from, ended).stream().filter(n -> device.isCountedBefore(n, ended)).toList();
      List<Integer> missing = due.stream().filter(n -> !device.summed.get(n)).toList();
      if (!missing.isEmpty()) {
        holes.add("%s: of %d counted in time, not %s".formatted(name, due.size(), missing));
      }
    });
    return holes;
  }

  /**
   * Devices of which heartbeats were made in a rollout's time, and none was counted before its end:
   * they could not send them, and whoever sent others back did not wait for them.
   */
  List<String> late(Instant from, Instant ended) {
    List<String> late = new ArrayList<>();
    devices.forEach((name, device) -> {
      List<Integer> made = device.made(from, ended);
      if (!made.isEmpty() && made.stream().noneMatch(n -> device.isCountedBefore(n, ended))) {
        late.add(name);
      }
    });
    return late;
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

  /** How many heartbeats are in summaries. */
  long summed() {
    return devices.values().stream().mapToLong(device -> device.summed.cardinality()).sum();
  }

  private Device device(String name) {
    return devices.computeIfAbsent(name, n -> new Device());
  }
}
