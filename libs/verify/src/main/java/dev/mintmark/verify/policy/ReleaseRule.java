package dev.mintmark.verify.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Releases that are allowed.
 *
 * @param name of a release; {@code *} stands for any letters
 * @param source the source repository that the signed index must state; any where none is named
 */
public record ReleaseRule(String name, Optional<String> source) {
  boolean allows(String release, Optional<String> from) {
    String pattern = Pattern.quote(name).replace("*", "\\E.*\\Q");
    return Pattern.matches(pattern, release) && (source.isEmpty() || source.equals(from));
  }
}
