package dev.mintmark.quantizer;

/**
 * An input that can never work: the same bytes are refused again tomorrow. The parts are kept apart
 * so that a service can put them into its own refusal.
 */
public final class QuantizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;
  private final String subject;
  private final String found;
  private final String advice;

  /**
   * Makes a refusal; its message is {@code <subject>: <found>; <advice> (QNT-...)}.
   *
   * @param subject the offending thing, e.g. {@code node 12 (Loop)}
   * @param found what is wrong with it
   * @param advice what to do, an imperative sentence without a full stop
   */
  public QuantizerException(RefusalCode code, String subject, String found, String advice) {
    super(subject + ": " + found + "; " + advice + " (" + code.code() + ")");
    this.code = code;
    this.subject = subject;
    this.found = found;
    this.advice = advice;
  }

  /** As the other constructor, with the failure that led here. */
  public QuantizerException(
      RefusalCode code, String subject, String found, String advice, Throwable cause) {
    this(code, subject, found, advice);
    initCause(cause);
  }

  public RefusalCode code() {
    return code;
  }

  public String subject() {
    return subject;
  }

  public String found() {
    return found;
  }

  public String advice() {
    return advice;
  }
}
