package dev.mintmark.canary.device.enrolment;

import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How many enrolment tokens an operator wants.
 *
 * @param deviceClass of the devices that will use them
 * @param count 1 to 10,000
 * @param validFor 1 second to 30 days
 */
public record TokenOrder(String deviceClass, int count, Duration validFor) {
  private static final int MOST = 10_000;
  private static final Duration LONGEST = Duration.ofDays(30);

  /** As it is sent. */
  public record Body(
      @Nullable String deviceClass, @Nullable Integer count, @Nullable String validFor) {}

  /**
   * Reads what was sent.
   *
   * @throws RefusedException CAN-110
   */
  static TokenOrder read(@Nullable Body body) {
    if (body == null) {
      throw bad("the body", "it is empty", "send deviceClass, count and validFor as JSON");
    }
    return new TokenOrder(
        deviceClass(body.deviceClass()), count(body.count()), validFor(body.validFor()));
  }

  private static String deviceClass(@Nullable String sent) {
    try {
      return new DeviceIdentity("any", sent == null ? "" : sent, 1).deviceClass();
    } catch (IllegalArgumentException e) {
      throw bad("deviceClass", String.valueOf(e.getMessage()), "name a target profile");
    }
  }

  private static int count(@Nullable Integer sent) {
    if (sent == null || sent < 1 || sent > MOST) {
      throw bad("count", "it is " + sent, "use 1 to " + MOST);
    }
    return sent;
  }

  private static Duration validFor(@Nullable String sent) {
    Duration duration = Duration.ZERO;
    try {
      duration = Duration.parse(sent == null ? "" : sent);
    } catch (DateTimeParseException e) {
      // Stays zero, which is refused.
    }
    if (duration.toSeconds() < 1 || duration.compareTo(LONGEST) > 0) {
      throw bad("validFor", "it is '" + sent + "'", "use PT1S to P30D, e.g. PT1H");
    }
    return duration;
  }

  private static RefusedException bad(String subject, String found, String advice) {
    return new Refusal("CAN-110", subject, found, advice).asException();
  }
}
