package dev.mintmark.kit.handoff;

import dev.mintmark.events.common.v1.HandOff;
import java.util.regex.Pattern;

/**
 * A release's name and version; the key of every hand-off record.
 *
 * @param name lower-case letters and digits with single {@code - . _} inside, at most 64 characters
 * @param version {@code v<major>.<minor>.<patch>[-pre]}, at most 64 characters
 */
public record ReleaseId(String name, String version) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final Pattern VERSION =
      Pattern.compile(
          "v(?:0|[1-9][0-9]{0,8})(?:\\.(?:0|[1-9][0-9]{0,8})){2}(?:-[0-9a-z]+(?:[.-][0-9a-z]+)*)?");
  private static final int MAX_LENGTH = 64;

  public ReleaseId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "not a release name: '"
              + name
              + "'; use lower-case letters and digits with single - . _ inside, e.g. face-detect");
    }
    if (!isVersion(version)) {
      throw new IllegalArgumentException(
          "not a release version: '" + version + "'; use e.g. v1.0.0 or v1.0.0-rc.1");
    }
  }

  public static boolean isName(String name) {
    return name.length() <= MAX_LENGTH && NAME.matcher(name).matches();
  }

  public static boolean isVersion(String version) {
    return version.length() <= MAX_LENGTH && VERSION.matcher(version).matches();
  }

  /**
   * Reads {@code name:version}.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static ReleaseId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "not a release: '" + text + "'; use NAME:VERSION, e.g. face-detect:v1.0.0");
    }
    return new ReleaseId(text.substring(0, colon), text.substring(colon + 1));
  }

  public static ReleaseId of(HandOff handOff) {
    return new ReleaseId(handOff.getName(), handOff.getVersion());
  }

  @Override
  public String toString() {
    return name + ":" + version;
  }
}
