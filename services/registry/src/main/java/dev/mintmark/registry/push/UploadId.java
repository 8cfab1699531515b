package dev.mintmark.registry.push;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names an upload; not to be guessed.
 *
 * @param value 36 characters, safe in a path
 */
public record UploadId(String value) {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public UploadId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an upload's id: '" + value + "'");
    }
  }

  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  static UploadId random() {
    return new UploadId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
