package dev.mintmark.simulator.wire;

/** A service refuses for good: the same request is refused again. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  WireException(String tried, Answer answer) {
    super("cannot " + tried + ": " + answer.status() + " " + answer.text() + " (SIM-011)");
    this.status = answer.status();
  }

  WireException(String tried, String found) {
    super("cannot " + tried + ": " + found + " (SIM-012)");
    this.status = 0;
  }

  /** The answer's status; 0 when the answer itself was of no use. */
  public int status() {
    return status;
  }
}
