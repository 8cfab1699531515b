package dev.mintmark.canary.rollout;

import dev.mintmark.kit.refusal.Refusal;

/** What an operator asked for and cannot have. */
public final class RolloutRefused extends RuntimeException {
  private final transient Refusal refusal;
  private final int status;

  /**
   * @param status of the HTTP answer, 400 to 499
   */
  RolloutRefused(int status, String code, String subject, String found, String advice) {
    super(new Refusal(code, subject, found, advice).message());
    this.status = status;
    this.refusal = new Refusal(code, subject, found, advice);
  }

  public int status() {
    return status;
  }

  public Refusal refusal() {
    return refusal;
  }

  static RolloutRefused unknown(String id) {
    return new RolloutRefused(
        404,
        "CAN-046",
        "rollout " + id,
        "there is none",
        "see GET /v1/rollouts for those there are");
  }
}
