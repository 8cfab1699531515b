package dev.mintmark.simulator.state;

import org.jspecify.annotations.Nullable;

/** The fleet's home cannot be used. The message ends in the stable code. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
