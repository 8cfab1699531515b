package dev.mintmark.contract.fault.proxy;

/**
 * A moment of a protocol: an operation, on one side of the server's part in it.
 *
 * @param operation e.g. {@code endTxn} or {@code artifact.get}
 */
public record Window(String operation, Side side) implements Comparable<Window> {
  /** Where the moment is. */
  public enum Side {
    /** The client has sent it all; the server has none of it. */
    BEFORE,
    /** The server has done it and has answered; the client has none of the answer. */
    ANSWERED
  }

  public static Window before(String operation) {
    return new Window(operation, Side.BEFORE);
  }

  public static Window answered(String operation) {
    return new Window(operation, Side.ANSWERED);
  }

  @Override
  public int compareTo(Window other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return operation + "." + side.name().toLowerCase(java.util.Locale.ROOT);
  }
}
