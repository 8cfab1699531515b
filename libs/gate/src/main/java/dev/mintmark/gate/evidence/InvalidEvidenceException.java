package dev.mintmark.gate.evidence;

import org.jspecify.annotations.Nullable;

/** Evidence that no verdict can be made of. The message ends in the code. */
public final class InvalidEvidenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param found reads on from "it"
   */
  public InvalidEvidenceException(String code, String found) {
    this(code, found, null);
  }

  InvalidEvidenceException(String code, String found, @Nullable Throwable cause) {
    super("cannot judge the evidence: it " + found + " (" + code + ")", cause);
    this.code = code;
  }

  /** Stable: {@code GAT-020} to {@code GAT-025}. */
  public String code() {
    return code;
  }
}
