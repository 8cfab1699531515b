package dev.mintmark.canary.device.enrolment;

import dev.mintmark.canary.device.desired.KnownDevice;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.refusal.Refusal;

/** How an enrolment ended. */
sealed interface Enrolled {
  /** The device has a new generation; and if it had no order before, perhaps its first one. */
  record Anew(DeviceIdentity identity, KnownDevice known) implements Enrolled {}

  /** The device had used the token before, and missed the answer: nothing changed. */
  record Before(DeviceIdentity identity) implements Enrolled {}

  /** The token is not good for that: unknown, expired, or used. Nothing changed. */
  record TokenRefused(Refusal refusal) implements Enrolled {}

  /** The token is good, but the device is of another class. Nothing changed. */
  record ClassRefused(Refusal refusal) implements Enrolled {}
}
