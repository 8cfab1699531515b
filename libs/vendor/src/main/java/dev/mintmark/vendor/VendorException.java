package dev.mintmark.vendor;

import org.jspecify.annotations.Nullable;

/**
 * Something could not be vendored, and nothing of it was kept. A disk that fails is an {@link
 * java.io.IOException} instead.
 */
public final class VendorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final VendorCode code;
  private final String subject;
  private final String found;
  private final String advice;

  /**
   * @param subject the offending thing
   * @param found what was found instead
   * @param advice what to do
   */
  public VendorException(VendorCode code, String subject, String found, String advice) {
    this(code, subject, found, advice, null);
  }

  public VendorException(
      VendorCode code, String subject, String found, String advice, @Nullable Throwable cause) {
    super(
        "cannot vendor " + subject + ": " + found + "; " + advice + " (" + code.code() + ")",
        cause);
    this.code = code;
    this.subject = subject;
    this.found = found;
    this.advice = advice;
  }

  public VendorCode code() {
    return code;
  }

  public String subject() {
    return subject;
  }

  public String found() {
    return found;
  }

  public String advice() {
    return advice;
  }

  /** The message without its code. */
  public String detail() {
    return "cannot vendor " + subject + ": " + found + "; " + advice;
  }
}
