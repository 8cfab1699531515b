package dev.mintmark.canary.device.enrolment;

import dev.mintmark.canary.device.row.Facts;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A device that wants to be enrolled.
 *
 * @param token whatever it sent for one
 * @param device an id of its choice
 */
public record Applicant(EnrolmentToken token, String device, Facts facts) {

  /** As it is sent. */
  public record Body(
      @Nullable String token,
      @Nullable String device,
      @Nullable String driver,
      @Nullable String firmware,
      @Nullable String kernel) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Body[device=" + device + "]";
    }
  }

  /**
   * Reads what was sent.
   *
   * @throws RefusedException CAN-110, or CAN-105 for bad facts
   */
  static Applicant read(@Nullable Body body) {
    if (body == null || body.token() == null) {
      throw bad("the body", "it has no token", "send token and device as JSON");
    }
    return new Applicant(
        new EnrolmentToken(body.token()),
        device(body.device()),
        Facts.sent(body.driver(), body.firmware(), body.kernel()));
  }

  private static String device(@Nullable String sent) {
    try {
      return new DeviceIdentity(sent == null ? "" : sent, "any", 1).device();
    } catch (IllegalArgumentException e) {
      throw bad("device", String.valueOf(e.getMessage()), "choose another device id");
    }
  }

  private static RefusedException bad(String subject, String found, String advice) {
    return new Refusal("CAN-110", subject, found, advice).asException();
  }
}
