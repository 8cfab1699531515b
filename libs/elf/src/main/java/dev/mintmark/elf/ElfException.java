package dev.mintmark.elf;

/**
 * A file that can never be used: the same bytes are refused again tomorrow. A disk that fails is an
 * {@link java.io.IOException} instead. The parts are kept apart so that a service can put them into
 * its own refusal.
 */
public final class ElfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ElfError error;
  private final String subject;
  private final String found;
  private final String advice;

  /**
   * @param subject the file, as its image or package names it
   * @param found what was found in it
   * @param advice an imperative sentence without a full stop
   */
  public ElfException(ElfError error, String subject, String found, String advice) {
    super(
        "cannot use "
            + Printable.of(subject)
            + ": "
            + Printable.of(found)
            + "; "
            + advice
            + " ("
            + error.code()
            + ")");
    this.error = error;
    this.subject = Printable.of(subject);
    this.found = Printable.of(found);
    this.advice = advice;
  }

  public ElfError error() {
    return error;
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
