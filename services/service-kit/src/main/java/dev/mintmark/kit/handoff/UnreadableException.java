package dev.mintmark.kit.handoff;

/** A record that can never be read: it becomes a dead letter. */
public final class UnreadableException extends Exception {
  private final String code;

  public UnreadableException(String code, String message) {
    super(message + " (" + code + ")");
    this.code = code;
  }

  /** Stable code, {@code KIT-0xx}. */
  public String code() {
    return code;
  }
}
