package dev.mintmark.verify.refusal;

import org.jspecify.annotations.Nullable;

/** Something was not accepted. The message ends in the stable code. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final RefusalCode code;
  private final String detail;

  public RefusedException(RefusalCode code, String detail) {
    this(code, detail, null);
  }

  public RefusedException(RefusalCode code, String detail, @Nullable Throwable cause) {
    super(detail + " (" + code.code() + ")", cause);
    this.code = code;
    this.detail = detail;
  }

  public RefusalCode code() {
    return code;
  }

  /** The message without its code. */
  public String detail() {
    return detail;
  }
}
