package dev.mintmark.sbom.release;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;

/** Why no bill of materials is handed on, with stable codes. */
public enum SbomCode {
  /** Two hand-offs of the chain tell of different releases or requests. */
  CHAIN("SBM-001"),
  /** Two hand-offs tell of different models, targets or platforms. */
  MISMATCH("SBM-002"),
  /** The file table cannot be read, or does not fit request and image. */
  FILES("SBM-003"),
  /** A target profile that cannot be read, or is another target's. */
  PROFILE("SBM-004"),
  /** A package URL that is none. */
  PACKAGE_URL("SBM-005"),
  /** A document that leaves something out. */
  INCOMPLETE("SBM-006"),
  /** A document that its schema does not allow. */
  INVALID("SBM-007"),
  /** A model's manifest that cannot be read, or does not fit the hand-off. */
  MODEL_MANIFEST("SBM-008"),
  /** A value in an event that no hand-off may have. */
  MALFORMED("SBM-009"),
  /** A layer that cannot be read, or is not what the hand-off says. */
  LAYER("SBM-016"),
  /** A file of the table that its layer does not have. */
  NOT_IN_LAYER("SBM-017"),
  /** A document that nobody could attest, or documents that are too much together. */
  TOO_LARGE("SBM-018");

  private static final String BROKEN =
      "build the release again; if it comes back, a step is broken";

  private final String code;

  SbomCode(String code) {
    this.code = code;
  }

  /** The stable code, e.g. {@code SBM-006}. */
  public String code() {
    return code;
  }

  public Refusal refusal(String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice);
  }

  /** Refuses what a step should never have made. */
  public RefusedException refused(String subject, String found) {
    return refusal(subject, found, BROKEN).asException();
  }

  /** Refuses unless both are equal. */
  public void same(String subject, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw refused(subject, "it is " + found + " where " + expected + " was expected");
    }
  }
}
