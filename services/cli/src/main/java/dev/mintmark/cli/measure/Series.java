package dev.mintmark.cli.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;

/** Measured times, in milliseconds. */
public final class Series {
  private final long[] sorted;

  /**
   * A series.
   *
   * @param millis at least one
   */
  public Series(Collection<Long> millis) {
    if (millis.isEmpty()) {
      throw new IllegalArgumentException("a series without a value has no median");
    }
    this.sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** The least value with at least that share of all values at or below it (nearest rank). */
  public long percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }

  public long median() {
    return percentile(50);
  }

  public long least() {
    return sorted[0];
  }

  public long greatest() {
    return sorted[sorted.length - 1];
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("least", least())
        .put("median", median())
        .put("p90", percentile(90))
        .put("greatest", greatest());
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
