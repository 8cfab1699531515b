package dev.mintmark.vendor.marker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version in PEP 440's order. Two spellings of one version are equal in the order, and only
 * there.
 *
 * @param release at least one number
 * @param pre {@code a}, {@code b} or {@code rc}; empty for none
 * @param local its parts in lower case; empty for none
 */
public record PythonVersion(
    long epoch,
    List<Long> release,
    String pre,
    long preNumber,
    OptionalLong post,
    OptionalLong dev,
    List<String> local)
    implements Comparable<PythonVersion> {
  private static final String NUMBER = "[0-9]{1,18}";
  private static final Pattern FORM =
      Pattern.compile(
          "v?(?:(?<epoch>[0-9]{1,18})!)?(?<release>[0-9]{1,18}(?:\\.[0-9]{1,18}){0,31})"
              + "(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preN>[0-9]{1,18})?)?"
              + "(?:-(?<bare>[0-9]{1,18})"
              + "|(?<post>[-_.]?(?:post|rev|r)[-_.]?(?<postN>[0-9]{1,18})?))?"
              + "(?<dev>[-_.]?dev[-_.]?(?<devN>[0-9]{1,18})?)?"
              + "(?:\\+(?<local>[a-z0-9]{1,64}(?:[-_.][a-z0-9]{1,64}){0,15}))?");

  public PythonVersion {
    release = List.copyOf(release);
    local = List.copyOf(local);
  }

  /**
   * Reads a version in any of its spellings.
   *
   * @throws IllegalArgumentException for other text
   */
  public static PythonVersion parse(String text) {
    Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (text.length() > 256 || !parts.matches()) {
      throw new IllegalArgumentException("no version (PEP 440): '" + text + "'");
    }
    return new PythonVersion(
        number(parts.group("epoch")),
        Arrays.stream(parts.group("release").split("\\.")).map(Long::valueOf).toList(),
        pre(parts.group("pre")),
        number(parts.group("preN")),
        parts.group("bare") != null
            ? OptionalLong.of(Long.parseLong(parts.group("bare")))
            : numbered(parts.group("post"), parts.group("postN")),
        numbered(parts.group("dev"), parts.group("devN")),
        parts.group("local") == null ? List.of() : List.of(parts.group("local").split("[-_.]")));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static OptionalLong numbered(@Nullable String part, @Nullable String digits) {
    return part == null ? OptionalLong.empty() : OptionalLong.of(number(digits));
  }

  private static String pre(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "" -> "";
      case "a", "alpha" -> "a";
      case "b", "beta" -> "b";
      default -> "rc";
    };
  }

  /** Without the local part. */
  PythonVersion common() {
    return new PythonVersion(epoch, release, pre, preNumber, post, dev, List.of());
  }

  /** What it is a pre-release or a development version of. */
  PythonVersion withoutEarly() {
    return new PythonVersion(epoch, release, "", 0, post, OptionalLong.empty(), List.of());
  }

  /** What it is a post-release of. */
  PythonVersion withoutPost() {
    return new PythonVersion(
        epoch, release, pre, preNumber, OptionalLong.empty(), OptionalLong.empty(), List.of());
  }

  boolean isEarly() {
    return !pre.isEmpty() || dev.isPresent();
  }

  /** Whether the first numbers of the release are those of another, zeros filled in. */
  boolean startsWith(long otherEpoch, List<Long> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      if (at(release, i) != numbers.get(i)) {
        return false;
      }
    }
    return epoch == otherEpoch;
  }

  @Override
  public int compareTo(PythonVersion other) {
    int order = Long.compare(epoch, other.epoch);
    for (int i = 0; order == 0 && i < Math.max(release.size(), other.release.size()); i++) {
      order = Long.compare(at(release, i), at(other.release, i));
    }
    order = order != 0 ? order : Integer.compare(phase(), other.phase());
    order = order != 0 ? order : Long.compare(preNumber, other.preNumber);
    order = order != 0 ? order : Long.compare(post.orElse(-1), other.post.orElse(-1));
    order =
        order != 0
            ? order
            : Long.compare(dev.orElse(Long.MAX_VALUE), other.dev.orElse(Long.MAX_VALUE));
    return order != 0 ? order : compareLocal(local, other.local);
  }

  private static long at(List<Long> release, int index) {
    return index < release.size() ? release.get(index) : 0;
  }

  /** A development version of a release comes before its pre-releases, the release after them. */
  private int phase() {
    return switch (pre) {
      case "a" -> 1;
      case "b" -> 2;
      case "rc" -> 3;
      default -> dev.isPresent() && post.isEmpty() ? 0 : 4;
    };
  }

  private static int compareLocal(List<String> one, List<String> other) {
    List<Integer> orders = new ArrayList<>();
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      orders.add(comparePart(one.get(i), other.get(i)));
    }
    return orders.stream()
        .filter(order -> order != 0)
        .findFirst()
        .orElse(Integer.compare(one.size(), other.size()));
  }

  /** Numbers come after words. */
  private static int comparePart(String one, String other) {
    boolean number = one.matches(NUMBER);
    if (number != other.matches(NUMBER)) {
      return number ? 1 : -1;
    }
    return number ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
  }
}
