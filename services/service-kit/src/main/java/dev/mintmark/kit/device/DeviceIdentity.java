package dev.mintmark.kit.device;

import java.util.regex.Pattern;

/**
 * Who a device is.
 *
 * @param device its id
 * @param deviceClass name of a target profile
 * @param generation of its enrolment, 1 or more: an older one's token is void
 */
public record DeviceIdentity(String device, String deviceClass, int generation) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
  private static final int LONGEST = 64;

  public DeviceIdentity {
    check("device id", device);
    check("device class", deviceClass);
    if (generation < 1) {
      throw new IllegalArgumentException("generation " + generation + " is less than 1 (KIT-040)");
    }
  }

  private static void check(String what, String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s %s: wanted [a-z0-9] with single - . _ inside, at most %d characters (KIT-040)"
              .formatted(what, name.substring(0, Math.min(name.length(), LONGEST)), LONGEST));
    }
  }
}
