package dev.mintmark.telemetry.batch;

import dev.mintmark.kit.refusal.Refusal;

/** A batch that is not taken: sent again as it is, it will be refused again. */
public final class RefusedBatchException extends Exception {
  private final Code code;
  private final transient Refusal refusal;

  public RefusedBatchException(Code code, String subject, String found, String advice) {
    this(code, new Refusal(code.text(), subject, found, advice));
  }

  private RefusedBatchException(Code code, Refusal refusal) {
    // Nobody reads the trace of a refusal, and a hostile device could have many made.
    super(refusal.message(), null, false, false);
    this.code = code;
    this.refusal = refusal;
  }

  public Code code() {
    return code;
  }

  public Refusal refusal() {
    return refusal;
  }
}
