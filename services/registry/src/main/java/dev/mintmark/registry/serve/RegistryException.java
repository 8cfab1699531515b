package dev.mintmark.registry.serve;

/** An error as the distribution specification has it, "Error Codes". */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public RegistryException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  /** For example {@code BLOB_UNKNOWN}. */
  public String code() {
    return code;
  }
}
