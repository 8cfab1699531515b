package dev.mintmark.simulator.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who has a fault: each device with a probability, or those that are listed.
 *
 * @param share from 0 to 1
 * @param devices ids; empty when the share counts
 */
public record FaultRule(Fault fault, double share, Set<String> devices) {
  public FaultRule {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "fault " + fault.text() + " has the share " + share + "; give 0 to 1");
    }
    devices = Set.copyOf(devices);
  }

  /**
   * Reads {@code slow=0.1,crash=sim-cpu-amd64-0001+sim-cpu-amd64-0007}.
   *
   * @throws IllegalArgumentException for anything else, also for a fault that is named twice
   */
  public static List<FaultRule> parse(String text) {
    List<FaultRule> rules = new ArrayList<>();
    if (text.isBlank()) {
      return rules;
    }
    for (String part : text.split(",", -1)) {
      FaultRule read = rule(part);
      if (rules.stream().anyMatch(other -> other.fault() == read.fault())) {
        throw new IllegalArgumentException("fault " + read.fault().text() + " is named twice");
      }
      rules.add(read);
    }
    return List.copyOf(rules);
  }

  private static FaultRule rule(String part) {
    int equals = part.indexOf('=');
    String name = equals < 0 ? part : part.substring(0, equals);
    Fault fault = Fault.of(name).orElseThrow(() -> unknown(part));
    String value = part.substring(equals + 1);
    if (equals < 0 || value.isEmpty()) {
      throw unknown(part);
    }
    if (value.matches("[0-9.]+")) {
      try {
        return new FaultRule(fault, Double.parseDouble(value), Set.of());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("fault " + name + " has the share '" + value + "'", e);
      }
    }
    return new FaultRule(fault, 0, new TreeSet<>(Arrays.asList(value.split("\\+"))));
  }

  private static IllegalArgumentException unknown(String part) {
    String known = Arrays.stream(Fault.values()).map(Fault::text).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "not a fault: '" + part + "'; expected NAME=SHARE or NAME=DEVICE+DEVICE of " + known);
  }

  boolean hits(Seed seed, String device) {
    return devices.contains(device) || seed.share("fault", fault.text(), device) < share;
  }
}
