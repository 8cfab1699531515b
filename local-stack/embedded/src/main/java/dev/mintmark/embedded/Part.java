package dev.mintmark.embedded;

import java.util.Locale;

/** A server of the stack. */
public enum Part {
  KAFKA,
  S3,
  POSTGRESQL,
  /** Brings PostgreSQL, which keeps its schemas. */
  SCHEMA_REGISTRY;

  /** The name in files, arguments and events: {@code schema-registry}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a {@link #label}. */
  public static Part of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
