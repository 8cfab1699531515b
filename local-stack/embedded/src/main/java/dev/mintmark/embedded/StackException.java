package dev.mintmark.embedded;

/** A stack that cannot start or go on: what was tried, what was found, what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code stable, {@code STK-<3 digits>}; appended to the message
   */
  public StackException(String code, String message) {
    super(message + " (" + code + ")");
    this.code = code;
  }

  public StackException(String code, String message, Throwable cause) {
    this(code, message);
    initCause(cause);
  }

  private StackException(String message) {
    super(message);
    int at = message.lastIndexOf("(STK-");
    this.code = at < 0 ? "STK-010" : message.substring(at + 1, message.length() - 1);
  }

  /** An error as the child process reported it, its code at the end of the text. */
  static StackException reported(String message) {
    return new StackException(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  public String code() {
    return code;
  }
}
