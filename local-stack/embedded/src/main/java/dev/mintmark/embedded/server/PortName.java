package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Part;
import java.util.Locale;

/** A port that the stack listens on. */
public enum PortName {
  KAFKA(Part.KAFKA),
  KAFKA_CONTROLLER(Part.KAFKA),
  /** Where one needs a password; only of a stack that was given Kafka identities. */
  KAFKA_SASL(Part.KAFKA),
  S3(Part.S3),
  POSTGRESQL(Part.POSTGRESQL),
  SCHEMA_REGISTRY(Part.SCHEMA_REGISTRY),
  SCHEMA_REGISTRY_MANAGEMENT(Part.SCHEMA_REGISTRY);

  private final Part part;

  PortName(Part part) {
    this.part = part;
  }

  Part part() {
    return part;
  }

  /** {@code kafka-controller}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
