package dev.mintmark.oci;

import java.util.regex.Pattern;

/**
 * A repository in a registry, without a host: {@code vision/face-detect}.
 *
 * @param value the distribution specification's {@code <name>}, at most 255 characters
 */
public record RepositoryName(String value) {
  private static final String PART = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
  private static final Pattern FORM = Pattern.compile(PART + "(?:/" + PART + ")*+");

  public RepositoryName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not a repository name: '"
              + value
              + "'; expected lower-case words and digits joined by / . _ -, e.g. vision/face-detect");
    }
  }

  /** Whether the constructor would accept the text. */
  public static boolean isValid(String text) {
    return text.length() <= 255 && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
