package dev.mintmark.packages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package that can never be used: the same bytes are refused again tomorrow. A disk that fails is
 * an {@link java.io.IOException} instead. The parts are kept apart so that a service can put them
 * into its own refusal.
 */
public final class PackageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;

  private final RefusalCode code;
  private final String subject;
  private final @Nullable String entry;
  private final String found;
  private final String advice;

  PackageException(
      RefusalCode code,
      String subject,
      @Nullable String entry,
      String found,
      String advice,
      @Nullable Throwable cause) {
    super(
        "cannot use "
            + printable(subject)
            + (entry == null ? "" : ": '" + printable(entry) + "'")
            + ": "
            + printable(found)
            + "; "
            + advice
            + " ("
            + code.code()
            + ")",
        cause);
    this.code = code;
    this.subject = printable(subject);
    this.entry = entry == null ? null : printable(entry);
    this.found = printable(found);
    this.advice = advice;
  }

  /** Archives choose these words: no control character and no endless name gets into a log. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN + 1L)
        .forEach(c -> {
          if (shown.length() >= SHOWN) {
            return;
          }
          shown.appendCodePoint(isPrintable(c) ? c : '\uFFFD');
        });
    return shown.length() < text.length() ? shown + "…" : shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  public RefusalCode code() {
    return code;
  }

  /** The package's file name. */
  public String subject() {
    return subject;
  }

  /** The entry or field; empty when it is about the whole package. */
  public Optional<String> entry() {
    return Optional.ofNullable(entry);
  }

  public String found() {
    return found;
  }

  /** What to do: an imperative sentence without a full stop. */
  public String advice() {
    return advice;
  }
}
