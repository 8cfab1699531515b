package dev.mintmark.simulator.plan;

import dev.mintmark.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Devices of one kind.
 *
 * @param name name of a target; it ends in {@code -amd64} or {@code -arm64}
 * @param count of devices, 1 or more
 */
public record DeviceClass(String name, int count) {
  private static final Pattern FORM = Pattern.compile("(?:[a-z0-9]++-)*(?:amd|arm)64");

  /** How much slower an arm64 board is taken to be than the machine that measures. */
  private static final double ARM64_FACTOR = 1.4;

  /** The name is part of device ids, which have at most 64 characters. */
  private static final int LONGEST = 50;

  public DeviceClass {
    if (!FORM.matcher(name).matches() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "not a device class: '"
              + name
              + "'; expected a target's name that ends in its architecture, e.g. cpu-amd64");
    }
    if (count < 1) {
      throw new IllegalArgumentException("class " + name + " has " + count + " devices; give 1+");
    }
  }

  /**
   * Reads {@code cpu-amd64=500,cpu-arm64=500}.
   *
   * @throws IllegalArgumentException for anything else, also for a class that is named twice
   */
  public static List<DeviceClass> parse(String text) {
    List<DeviceClass> classes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String count = part.substring(equals + 1);
      if (equals < 0 || !count.matches("[0-9]{1,6}")) {
        throw new IllegalArgumentException(
            "not a device class and its count: '" + part + "'; expected e.g. cpu-amd64=500");
      }
      DeviceClass read = new DeviceClass(part.substring(0, equals), Integer.parseInt(count));
      if (classes.stream().anyMatch(other -> other.name().equals(read.name()))) {
        throw new IllegalArgumentException("class " + read.name() + " is named twice");
      }
      classes.add(read);
    }
    return List.copyOf(classes);
  }

  public Platform platform() {
    return name.endsWith("arm64") ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
  }

  /** By how much the class is slower than the machine that measures. */
  public double factor() {
    return platform().equals(Platform.LINUX_ARM64) ? ARM64_FACTOR : 1;
  }
}
