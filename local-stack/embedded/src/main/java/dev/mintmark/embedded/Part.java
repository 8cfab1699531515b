package dev.mintmark.embedded;

import java.util.Locale;

/** A server of the stack. */
public enum Part {
  KAFKA,
  S3,
  POSTGRESQL;

  /** The name in files, arguments and events: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a {@link #label}. */
  public static Part of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
