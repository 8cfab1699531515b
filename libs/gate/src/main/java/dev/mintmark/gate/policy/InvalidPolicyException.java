package dev.mintmark.gate.policy;

/** A policy that is malformed, or that nothing could pass. The message ends in the code. */
public final class InvalidPolicyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String path;
  private final String found;
  private final String advice;

  InvalidPolicyException(String code, String path, String found, String advice) {
    super("cannot use the policy: " + path + ": " + found + "; " + advice + " (" + code + ")");
    this.code = code;
    this.path = path;
    this.found = found;
    this.advice = advice;
  }

  static InvalidPolicyException range(String path, Object found, String expected) {
    return new InvalidPolicyException("GAT-004", path, "it is " + found, "expected " + expected);
  }

  /** Stable: {@code GAT-001} to {@code GAT-007}. */
  public String code() {
    return code;
  }

  /** Where in the file, e.g. {@code gate.margin}, or {@code line 7}. */
  public String path() {
    return path;
  }

  public String found() {
    return found;
  }

  public String advice() {
    return advice;
  }
}
