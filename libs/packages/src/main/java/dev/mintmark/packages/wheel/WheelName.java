package dev.mintmark.packages.wheel;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a wheel's file name says.
 *
 * @param distribution as the name has it
 * @param version as the name has it
 * @param build e.g. {@code 1}; tells builds of one version apart
 * @param tags at least one
 */
public record WheelName(
    String distribution, String version, Optional<String> build, List<CompatibilityTag> tags) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?)-([A-Za-z0-9_.!+]+)"
              + "(?:-([0-9][A-Za-z0-9_.]*))?"
              + "-([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)"
              + "-([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)"
              + "-([A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*)\\.whl");
  private static final Pattern SDIST =
      Pattern.compile(".*\\.(?:tar\\.gz|tgz|tar\\.bz2|tar\\.xz|zip|egg)");
  private static final int MAX_LENGTH = 255;
  private static final int MAX_TAGS = 512;

  /**
   * Reads a file name.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-030, PKG-031)
   */
  static WheelName parse(Subject subject) {
    String name = subject.name();
    if (SDIST.matcher(name).matches()) {
      throw subject.refuse(
          RefusalCode.SDIST,
          "it is a source distribution, which would have to be built",
          "lock a wheel for the image's platform instead");
    }
    Matcher matcher = FORM.matcher(name.length() <= MAX_LENGTH ? name : "");
    if (!matcher.matches()) {
      throw malformed(subject);
    }
    List<CompatibilityTag> tags =
        CompatibilityTag.expand(matcher.group(4), matcher.group(5), matcher.group(6));
    if (tags.size() > MAX_TAGS) {
      throw malformed(subject);
    }
    return new WheelName(
        matcher.group(1), matcher.group(2), Optional.ofNullable(matcher.group(3)), tags);
  }

  private static RuntimeException malformed(Subject subject) {
    return subject.refuse(
        RefusalCode.WHEEL_NAME,
        "its file name is not name-version[-build]-python-abi-platform.whl",
        "keep the name that the wheel was published with");
  }

  /** A project's one name: lower case, runs of {@code -_.} are one {@code -} (PEP 503). */
  static String normalized(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }

  /** Versions as file names have them: {@code -} and {@code _} are one. */
  private static String normalizedVersion(String version) {
    return version.replace('_', '-').toLowerCase(Locale.ROOT);
  }

  boolean isOf(String otherName, String otherVersion) {
    return normalized(distribution).equals(normalized(otherName))
        && normalizedVersion(version).equals(normalizedVersion(otherVersion));
  }
}
