package dev.mintmark.canary.device.enrolment;

import dev.mintmark.canary.device.row.EnrolmentTokenRow;
import dev.mintmark.kit.refusal.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a token is good for, now and for one device. */
sealed interface TokenUse {
  /** It was never used. */
  record First(String deviceClass) implements TokenUse {}

  /** The same device has used it, for that generation. */
  record Repeat(String deviceClass, int generation) implements TokenUse {}

  /** Nothing. */
  record None(Refusal refusal) implements TokenUse {}

  /**
   * Judges a token. It expires even for the device that used it, so that who finds it later gains
   * nothing.
   *
   * @param row null for a token that nobody made
   */
  static TokenUse of(@Nullable EnrolmentTokenRow row, String device, Instant now) {
    if (row == null) {
      return none("CAN-111", "nobody made it");
    }
    if (!now.isBefore(row.expires())) {
      return none("CAN-112", "it expired at " + row.expires());
    }
    Integer generation = row.generation();
    if (generation == null) {
      return new First(row.deviceClass());
    }
    if (!device.equals(row.device())) {
      return new None(used("another device has used it"));
    }
    return new Repeat(row.deviceClass(), generation);
  }

  /** Used up. */
  static Refusal used(String found) {
    return refusal("CAN-113", found);
  }

  private static TokenUse none(String code, String found) {
    return new None(refusal(code, found));
  }

  private static Refusal refusal(String code, String found) {
    return new Refusal(code, "the enrolment token", found, "ask the operator for a new one");
  }
}
