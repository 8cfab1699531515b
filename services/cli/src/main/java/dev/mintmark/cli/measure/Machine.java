package dev.mintmark.cli.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What else the machine was doing: without it a time says nothing.
 *
 * @param load average of the last minute; negative where the system does not say
 */
public record Machine(int cpus, double load) {
  /** As it is now. */
  public static Machine now() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpus", cpus)
        .put("loadAverage", Math.round(load * 100) / 100.0);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "load average %.2f on %d CPUs", load, cpus);
  }
}
