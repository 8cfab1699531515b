package dev.mintmark.gate.cohort;

/** A device that a rollout may reach. */
public record Member(String device, String deviceClass) {
  public Member {
    if (device.isBlank() || deviceClass.isBlank()) {
      throw new IllegalArgumentException(
          "a member needs a device and a class, found '" + device + "' of '" + deviceClass + "'");
    }
  }
}
