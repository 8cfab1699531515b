package dev.mintmark.simulator.plan;

import dev.mintmark.oci.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a fleet is made of. The same plan has the same members, factors and faults on any machine;
 * only who runs the model itself depends on this machine's platform.
 *
 * @param pulls how many devices really pull
 * @param inference how many really run the model, of this machine's platform
 */
public record FleetPlan(
    Seed seed, List<DeviceClass> classes, List<FaultRule> faults, int pulls, int inference) {
  /** Deviation of the logarithm of a device's own factor. */
  private static final double DEVIATION = 0.2;

  public FleetPlan {
    classes = List.copyOf(classes);
    faults = List.copyOf(faults);
    if (pulls < 0 || inference < 0) {
      throw new IllegalArgumentException("--pulls and --inference take 0 or more");
    }
  }

  public int devices() {
    return classes.stream().mapToInt(DeviceClass::count).sum();
  }

  /**
   * The devices, classes in the order of the plan.
   *
   * @throws IllegalArgumentException when a fault names a device that there is not
   */
  public List<Member> members(Platform machine) {
    List<Id> ids = classes.stream().flatMap(FleetPlan::ids).toList();
    requireKnown(ids.stream().map(Id::device).collect(Collectors.toSet()));
    Set<String> infers =
        chosen("inference", inference, ids.stream().filter(id -> id.runsOn(machine)).toList());
    Set<String> pulling = new HashSet<>(infers);
    List<Id> others = ids.stream().filter(id -> !infers.contains(id.device())).toList();
    pulling.addAll(chosen("pulls", Math.max(0, pulls - infers.size()), others));
    List<Member> members = new ArrayList<>();
    for (Id id : ids) {
      String device = id.device();
      members.add(
          new Member(
              device,
              id.deviceClass(),
              seed.logNormal(DEVIATION, "device", device),
              faultsOf(device),
              pulling.contains(device),
              infers.contains(device)));
    }
    return members;
  }

  private record Id(DeviceClass deviceClass, String device) {
    boolean runsOn(Platform machine) {
      return deviceClass.platform().equals(machine);
    }
  }

  private static Stream<Id> ids(DeviceClass deviceClass) {
    return IntStream.rangeClosed(1, deviceClass.count())
        .mapToObj(number ->
            new Id(
                deviceClass,
                String.format(Locale.ROOT, "sim-%s-%04d", deviceClass.name(), number)));
  }

  private Set<String> chosen(String purpose, int count, List<Id> from) {
    return from.stream()
        .map(Id::device)
        .sorted(Comparator.comparingDouble(device -> seed.share(purpose, device)))
        .limit(count)
        .collect(Collectors.toSet());
  }

  private Set<Fault> faultsOf(String device) {
    return faults.stream()
        .filter(rule -> rule.hits(seed, device))
        .map(FaultRule::fault)
        .collect(Collectors.toSet());
  }

  private void requireKnown(Set<String> ids) {
    for (FaultRule rule : faults) {
      for (String device : rule.devices()) {
        if (!ids.contains(device)) {
          throw new IllegalArgumentException(
              "fault " + rule.fault().text() + " names " + device + ", which is not in the fleet");
        }
      }
    }
  }
}
