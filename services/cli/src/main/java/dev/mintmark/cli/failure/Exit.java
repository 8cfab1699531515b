package dev.mintmark.cli.failure;

/** The exit codes of every command; {@code mintmark --help} prints this table. */
public enum Exit {
  OK(0, "done"),
  FAILURE(1, "failed: the message says what was tried and what to do"),
  USAGE(2, "wrong option, argument or release file; nothing was started"),
  REFUSED(
      3,
      "refused: a release was rejected, rolled back or not made again, or something did not verify"),
  NOT_REACHABLE(4, "a service or the broker cannot be reached");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The process's exit status, 0 to 4. */
  public int code() {
    return code;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }
}
