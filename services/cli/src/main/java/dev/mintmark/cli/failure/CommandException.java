package dev.mintmark.cli.failure;

/**
 * Ends a command: the message for people, the stable code for scripts, the exit status. The message
 * says what was tried, on which thing, what was found and what to do; it does not repeat the code.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String code;

  public CommandException(Exit exit, String code, String message) {
    super(message);
    this.exit = exit;
    this.code = code;
  }

  public CommandException(Exit exit, String code, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.code = code;
  }

  public Exit exit() {
    return exit;
  }

  /** {@code CLI-001} and so on, or the code that a service gave. */
  public String code() {
    return code;
  }

  /** The message with its code at the end, as it is printed. */
  public String text() {
    return getMessage() + " (" + code + ")";
  }
}
