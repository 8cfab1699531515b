package dev.mintmark.gate.judge;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.policy.GateRule;
import dev.mintmark.gate.verdict.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The devices that are judged: of each class and arm the first by hash, each with its standing. */
final class Census {

  /** One device. */
  record Entry(DeviceEvidence device, Standing standing) {
    boolean usable() {
      return standing == Standing.USABLE;
    }
  }

  private final SortedMap<String, Map<Arm, List<Entry>>> classes = new TreeMap<>();
  private final List<Entry> all = new ArrayList<>();

  private Census() {}

  static Census of(Evidence evidence, boolean compared, GateRule rule) {
    Census census = new Census();
    Comparator<DeviceEvidence> order =
        Comparator.comparing(DeviceEvidence::device, Cohorts.byHash(evidence.rollout()));
    for (DeviceEvidence device : evidence.devices()) {
      boolean canary = device.arm() == Arm.CANARY;
      @Nullable Digest expected = canary ? evidence.index() : evidence.baselineIndex();
      Entry entry = new Entry(device, Standing.of(device, expected, compared, rule));
      census.all.add(entry);
      census.list(device.deviceClass(), device.arm()).add(entry);
    }
    for (Map<Arm, List<Entry>> arms : census.classes.values()) {
      arms.replaceAll((arm, entries) -> first(entries, rule.maximumDevices(), order));
    }
    return census;
  }

  private static List<Entry> first(
      List<Entry> entries, int count, Comparator<DeviceEvidence> order) {
    if (entries.size() <= count) {
      return entries;
    }
    return entries.stream()
        .sorted(Comparator.comparing(Entry::device, order))
        .limit(count)
        .toList();
  }

  private List<Entry> list(String deviceClass, Arm arm) {
    return classes
        .computeIfAbsent(deviceClass, name -> new EnumMap<>(Arm.class))
        .computeIfAbsent(arm, name -> new ArrayList<>());
  }

  /** Sorted. */
  List<String> classes() {
    return List.copyOf(classes.keySet());
  }

  /** All devices, also those above the maximum that is judged. */
  List<Entry> all() {
    return Collections.unmodifiableList(all);
  }

  List<Entry> judged(String deviceClass, Arm arm) {
    return classes.getOrDefault(deviceClass, Map.of()).getOrDefault(arm, List.of());
  }

  List<Entry> usable(String deviceClass, Arm arm) {
    return judged(deviceClass, arm).stream().filter(Entry::usable).toList();
  }

  int usable(Arm arm) {
    return classes().stream().mapToInt(name -> usable(name, arm).size()).sum();
  }

  /** By class, canaries first. */
  List<Tally> tallies() {
    List<Tally> tallies = new ArrayList<>();
    for (String name : classes()) {
      for (Arm arm : Arm.values()) {
        if (!judged(name, arm).isEmpty()) {
          tallies.add(tally(name, arm));
        }
      }
    }
    return tallies;
  }

  private Tally tally(String deviceClass, Arm arm) {
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    List<Entry> entries = judged(deviceClass, arm);
    entries.forEach(entry -> counts.merge(entry.standing, 1, Integer::sum));
    return new Tally(
        deviceClass,
        arm,
        entries.size(),
        counts.getOrDefault(Standing.USABLE, 0),
        counts.getOrDefault(Standing.SMOKE_FAILED, 0),
        counts.getOrDefault(Standing.SILENT, 0),
        counts.getOrDefault(Standing.OTHER_INDEX, 0),
        counts.getOrDefault(Standing.INCONSISTENT, 0),
        counts.getOrDefault(Standing.TOO_FEW, 0));
  }
}
