package dev.mintmark.ledger.projection;

/** The projection cannot go on as things stand; it is tried again, and health tells why. */
final class ProjectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was found and what to do
   * @param code stable, {@code LDG-02x}
   */
  ProjectionException(String message, String code) {
    super(message + " (" + code + ")");
  }
}
