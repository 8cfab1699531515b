package dev.mintmark.compare.evidence;

import dev.mintmark.compare.difference.Cause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the cause of two short texts' difference. */
public final class Evidence {
  private Evidence() {}

  /**
   * The first cause that fits.
   *
   * @param hint the name of the value, such as a key: {@code created}
   */
  public static Optional<Cause> of(String hint, String recorded, String rebuilt) {
    if (recorded.length() > Tokens.MAX || rebuilt.length() > Tokens.MAX) {
      return Optional.empty();
    }
    if (unixLines(recorded).equals(unixLines(rebuilt))) {
      return Optional.of(Cause.LINE_ENDS);
    }
    if (unpadded(recorded).equals(unpadded(rebuilt))) {
      return Optional.of(Cause.PADDING);
    }
    return TimeEvidence.of(hint, recorded, rebuilt)
        .or(() -> locale(recorded, rebuilt))
        .or(() -> NumberEvidence.of(recorded, rebuilt))
        .or(() -> HostEvidence.of(hint, recorded, rebuilt));
  }

  /** The first cause that fits, or null. */
  public static @Nullable Cause orNull(String hint, String recorded, String rebuilt) {
    return of(hint, recorded, rebuilt).orElse(null);
  }

  /** Every line ended by a line feed alone. */
  public static String unixLines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private static Optional<Cause> locale(String recorded, String rebuilt) {
    return LocaleForms.neutral(recorded).equals(LocaleForms.neutral(rebuilt))
        ? Optional.of(Cause.LOCALE)
        : Optional.empty();
  }
}
