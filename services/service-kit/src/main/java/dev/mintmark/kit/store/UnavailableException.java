package dev.mintmark.kit.store;

/** The store cannot be asked now; the same call may work later. */
public class UnavailableException extends RuntimeException {
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
