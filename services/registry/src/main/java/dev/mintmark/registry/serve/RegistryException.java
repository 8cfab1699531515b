package dev.mintmark.registry.serve;

import java.util.HashMap;
import java.util.Map;

/** An error as the distribution specification has it, "Error Codes". */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final Map<String, String> headers;

  public RegistryException(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  private RegistryException(int status, String code, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  /** 405, with the methods that the path takes. */
  public static RegistryException notAllowed(String methods) {
    return new RegistryException(
        405, "UNSUPPORTED", "the path does not take this method", Map.of("Allow", methods));
  }

  /** 401, with what has to be sent. */
  public static RegistryException unauthorized(String challenge, String message) {
    return new RegistryException(
        401, "UNAUTHORIZED", message, Map.of("WWW-Authenticate", challenge));
  }

  /** The same with a header that tells more. */
  public RegistryException with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new RegistryException(status, code, String.valueOf(getMessage()), more);
  }

  public int status() {
    return status;
  }

  /** Of the answer, beside those of its body. */
  public Map<String, String> headers() {
    return headers;
  }

  /** For example {@code BLOB_UNKNOWN}. */
  public String code() {
    return code;
  }
}
