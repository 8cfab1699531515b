package dev.mintmark.oci;

import dev.mintmark.content.Digest;
import java.util.regex.Pattern;

/**
 * A name for a manifest that may move.
 *
 * @param value the distribution specification's {@code <reference>} as a tag
 */
public record Tag(String value) implements Comparable<Tag> {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  public Tag {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not a tag: '" + value + "'; expected at most 128 letters, digits, '.', '_', '-'");
    }
  }

  /** Whether the constructor would accept the text. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The tag under which a registry without the referrers API keeps the index of what refers to
   * {@code subject} (distribution-spec, "Referrers Tag Schema").
   */
  public static Tag ofReferrers(Digest subject) {
    return new Tag("sha256-" + subject.hex());
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
