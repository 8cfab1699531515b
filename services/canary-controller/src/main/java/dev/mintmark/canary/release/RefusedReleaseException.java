package dev.mintmark.canary.release;

/** Carries a refusal up to where the release is written down. */
final class RefusedReleaseException extends RuntimeException {
  private final String code;
  private final String reason;

  RefusedReleaseException(String code, String reason) {
    super(reason + " (" + code + ")");
    this.code = code;
    this.reason = reason;
  }

  String code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
