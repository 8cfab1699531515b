package dev.mintmark.ingest.request;

import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small builders of rules: each yields nothing when all is well, else the refusal. */
final class Fault {
  private Fault() {}

  static Stream<Refusal> unless(
      boolean right, String code, String subject, String found, String advice) {
    return right ? Stream.empty() : Stream.of(new Refusal(code, subject, found, advice));
  }

  /** For a value whose form is a pattern and whose length has a limit. */
  static Stream<Refusal> unlessMatches(
      Pattern pattern, int maxLength, String value, String code, String subject, String advice) {
    boolean right = value.length() <= maxLength && pattern.matcher(value).matches();
    return unless(right, code, subject, "found " + Shown.of(value), advice);
  }

  /** For one line of text that people read: not blank, no control character, at most 200 long. */
  static Stream<Refusal> unlessLine(String value, String code, String subject) {
    boolean right =
        !value.isBlank()
            && value.length() <= 200
            && value.chars().noneMatch(Character::isISOControl);
    return unless(
        right, code, subject, "found " + Shown.of(value), "use one line of 1 to 200 characters");
  }

  /**
   * For a list whose order is part of the request's bytes: strictly rising keys, so without
   * doubles, by code point.
   */
  static <T> Stream<Refusal> unlessSorted(
      List<T> list, Function<T, String> key, String code, String subject) {
    return IntStream.range(1, list.size())
        .filter(i -> !rises(key.apply(list.get(i - 1)), key.apply(list.get(i))))
        .mapToObj(i ->
            new Refusal(
                code,
                subject,
                "found "
                    + Shown.of(key.apply(list.get(i)))
                    + " after "
                    + Shown.of(key.apply(list.get(i - 1))),
                "sort the list by code point and leave doubles out"));
  }

  private static boolean rises(String before, String after) {
    int[] a = before.codePoints().toArray();
    int[] b = after.codePoints().toArray();
    return java.util.Arrays.compare(a, b) < 0;
  }
}
