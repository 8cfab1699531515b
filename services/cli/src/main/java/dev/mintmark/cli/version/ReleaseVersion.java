package dev.mintmark.cli.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release's version, {@code v<major>.<minor>.<patch>[-pre]}.
 *
 * @param pre after the hyphen; empty for none
 */
public record ReleaseVersion(long major, long minor, long patch, String pre) {
  private static final int MAX_LENGTH = 64;
  private static final Pattern FORM =
      Pattern.compile(
          "v(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,17})"
              + "(?:-([0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?");

  /** Reads a version; empty where the text is none. */
  public static Optional<ReleaseVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReleaseVersion(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            matcher.group(4) == null ? "" : matcher.group(4)));
  }

  /**
   * The next version to build: this one when no version of its minor line was ever requested, else
   * one patch after the highest. A refused version is used up as well.
   */
  public ReleaseVersion nextFree(Collection<ReleaseVersion> used) {
    return used.stream()
        .filter(other -> other.major == major && other.minor == minor)
        .max(Comparator.comparingLong(ReleaseVersion::patch))
        .map(last -> new ReleaseVersion(major, minor, Math.max(last.patch + 1, patch), ""))
        .orElse(this);
  }

  @Override
  public String toString() {
    return "v" + major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
  }
}
