package dev.mintmark.kit.handoff;

/** Where a record stands in the log. */
public record Position(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
