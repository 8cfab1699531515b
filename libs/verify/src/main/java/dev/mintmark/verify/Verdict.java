package dev.mintmark.verify;

import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;

/** What verification says. There is no third outcome: what cannot be decided is refused. */
public sealed interface Verdict<T> {

  /**
   * Everything holds.
   *
   * @param what what is vouched for
   * @param by the key that vouches
   */
  record Verified<T>(T what, VerificationKey by) implements Verdict<T> {}

  /**
   * Something does not hold.
   *
   * @param detail what was tried, what was found
   */
  record Refused<T>(RefusalCode code, String detail) implements Verdict<T> {
    /** Detail and stable code, for people. */
    public String message() {
      return detail + " (" + code.code() + ")";
    }
  }
}
