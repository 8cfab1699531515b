package dev.mintmark.compare.difference;

/** Bytes that are not what their media type says. The message reads on from "it". */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedException(String found) {
    super(found);
  }

  public MalformedException(String found, Throwable cause) {
    super(found, cause);
  }

  /** What was found. */
  public String found() {
    return String.valueOf(getMessage());
  }
}
