package dev.mintmark.signer.chain;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;

/** Why a key is not used, with stable codes. */
public enum SignerCode {
  /** Two hand-offs of the chain tell of different releases or requests. */
  CHAIN("SGN-001"),
  /** The model is not the one that was asked for. */
  MODEL("SGN-002"),
  /** Targets or platforms are not the ones that were asked for. */
  TARGETS("SGN-003"),
  /** A gate that was not passed, or another than the one that was asked for. */
  GATE("SGN-004"),
  /** A stored object that is missing, or has another size than the event says. */
  STORED("SGN-005"),
  /** The index does not say what the event says. */
  INDEX("SGN-006"),
  /** A platform's image does not say what the event says. */
  IMAGE("SGN-007"),
  /** A model's artifact does not say what the events say. */
  MODEL_ARTIFACT("SGN-008"),
  /** A bill of materials is missing, or does not belong to what it is attached to. */
  DOCUMENT("SGN-009"),
  /** A value in an event that no hand-off may have. */
  MALFORMED("SGN-010"),
  /** A key that is needed and not configured. */
  NO_KEY("SGN-011"),
  /** A role's key is another role's. */
  SAME_KEY("SGN-012"),
  /** A verdict that contradicts itself: it is not attested. */
  VERDICT("SGN-013"),
  /** Evidence that is missing, says something else than the release, or does not verify. */
  EVIDENCE("SGN-014");

  private final String code;

  SignerCode(String code) {
    this.code = code;
  }

  /** The stable code, e.g. {@code SGN-004}. */
  public String code() {
    return code;
  }

  public Refusal refusal(String subject, String found, String advice) {
    return new Refusal(code, subject, found, advice);
  }

  /** Refuses what an earlier step should never have handed on. */
  public RefusedException refused(String subject, String found) {
    return refusal(subject, found, "build the release again; if it comes back, a step is broken")
        .asException();
  }

  /** Refuses unless both are equal. */
  public void same(String subject, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw refused(subject, "it is " + found + " where " + expected + " was expected");
    }
  }
}
