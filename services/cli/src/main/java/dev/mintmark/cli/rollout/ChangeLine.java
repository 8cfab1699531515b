package dev.mintmark.cli.rollout;

import dev.mintmark.cli.terminal.Sizes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A change on one line: stage, its reach, state, time since the change before, why. */
public final class ChangeLine {
  private static final int LONGEST = 120;

  private ChangeLine() {}

  /**
   * The line.
   *
   * @param before when the change before was made; empty for the first
   */
  public static String of(Change change, Optional<Instant> before) {
    long millis =
        before.map(t -> Math.max(0, Duration.between(t, change.time()).toMillis())).orElse(0L);
    return String.format(
            Locale.ROOT,
            "stage %d %6s %7d devices  %-17s %9s  %s",
            change.stage(),
            percent(change.percent()),
            change.devices(),
            change.to(),
            Sizes.millis(millis),
            why(change))
        .stripTrailing();
  }

  /** {@code 5 %}, {@code 0.5 %}. */
  public static String percent(double percent) {
    return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString() + " %";
  }

  /** A line is read as it goes by; the whole of it is in the rollout. */
  private static String shorten(String reason) {
    return reason.length() <= LONGEST
        ? reason
        : reason.substring(0, Math.max(1, reason.lastIndexOf(' ', LONGEST))) + " …";
  }

  private static String why(Change change) {
    String look = change.judgement().map(j -> "look " + j.look() + ": " + j.outcome()).orElse("");
    String code = change.code().isEmpty() ? "" : " (" + change.code() + ")";
    String reason = change.reason().isEmpty() ? code.strip() : shorten(change.reason()) + code;
    return look.isEmpty() || reason.isEmpty() ? look + reason : look + ", " + reason;
  }
}
