package dev.mintmark.device.refusal;

/** The device does not run the release. The message ends in the stable code. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final DeviceCode code;

  public DeviceException(DeviceCode code, String message) {
    super(message + " (" + code.code() + ")");
    this.code = code;
  }

  public DeviceException(DeviceCode code, String message, Throwable cause) {
    super(message + " (" + code.code() + ")", cause);
    this.code = code;
  }

  public DeviceCode code() {
    return code;
  }

  /** Refuses unless both are equal. */
  public static void requireSame(DeviceCode code, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new DeviceException(
          code,
          "cannot use " + what + ": it is " + found + ", the signed statement says " + expected);
    }
  }
}
