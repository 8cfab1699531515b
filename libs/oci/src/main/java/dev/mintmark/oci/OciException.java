package dev.mintmark.oci;

/**
 * Something refused for good: the same bytes will be refused again. What may work later (a broken
 * connection, a registry that is down) is an {@link java.io.IOException} instead.
 */
public final class OciException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OciError error;
  private final String detail;

  /**
   * @param message what was tried, on which thing, what was found, what to do; the code is appended
   */
  public OciException(OciError error, String message) {
    super(message + " (" + error.code() + ")");
    this.error = error;
    this.detail = message;
  }

  public OciException(OciError error, String message, Throwable cause) {
    super(message + " (" + error.code() + ")", cause);
    this.error = error;
    this.detail = message;
  }

  public OciError error() {
    return error;
  }

  /** The message without its code. */
  public String detail() {
    return detail;
  }

  /** For example {@code OCI-010}. */
  public String code() {
    return error.code();
  }
}
