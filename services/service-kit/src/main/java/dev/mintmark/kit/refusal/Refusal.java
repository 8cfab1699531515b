package dev.mintmark.kit.refusal;

/**
 * Why something can never work.
 *
 * @param code stable, e.g. {@code ING-004}; also metric tag and log key
 * @param subject the offending thing
 * @param found what was found there
 * @param advice what to do
 */
public record Refusal(String code, String subject, String found, String advice) {
  /** One sentence for people. */
  public String message() {
    return "cannot use %s: %s; %s (%s)".formatted(subject, found, advice, code);
  }

  /** As an exception, to be thrown from deep inside a step. */
  public RefusedException asException() {
    return new RefusedException(this);
  }
}
