package dev.mintmark.telemetry.batch;

/** Ways in which a batch of heartbeats can be wrong. */
public enum Code {
  /** Not zstd, or not the Avro binary of a batch. */
  BYTES("TEL-001", 400),
  /** Names another device or class than its token. */
  OWNER("TEL-002", 403),
  /** Counted in the future. */
  FUTURE("TEL-003", 400),
  /** Counted too long ago. */
  OLD("TEL-004", 400),
  /** Numbers that were counted before, or that cannot be. */
  SEQUENCE("TEL-005", 409),
  /** More bytes or heartbeats than a batch may have. */
  TOO_LARGE("TEL-006", 413),
  /** Latencies that are not a sketch, or one of other inferences. */
  SKETCH("TEL-007", 400),
  /** Counters that cannot be. */
  COUNTERS("TEL-008", 400),
  /** Kafka is full or away, or a batch of this device is under way. */
  BUSY("TEL-009", 503),
  /** An inventory that names nothing, or is not used. */
  INVENTORY("TEL-010", 400),
  /** Another content type or encoding. */
  MEDIA_TYPE("TEL-011", 415);

  private final String text;
  private final int status;

  Code(String text, int status) {
    this.text = text;
    this.status = status;
  }

  /** {@code TEL-0xx}. */
  public String text() {
    return text;
  }

  /** HTTP status of the answer. */
  public int status() {
    return status;
  }
}
