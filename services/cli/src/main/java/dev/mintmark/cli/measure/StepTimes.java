package dev.mintmark.cli.measure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.ledger.HandOff;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each step took, from the hand-off before to its own: waiting, work, and the transaction.
 *
 * @param millis by step, in the order of the line
 */
public record StepTimes(Map<String, Long> millis) {
  public StepTimes {
    millis = Collections.unmodifiableMap(new LinkedHashMap<>(millis));
  }

  /** The times of one release. */
  public static StepTimes of(List<HandOff> handOffs) {
    Map<String, Long> millis = new LinkedHashMap<>();
    for (int i = 1; i < handOffs.size(); i++) {
      Instant before = handOffs.get(i - 1).time();
      Duration took = Duration.between(before, handOffs.get(i).time());
      millis.put(handOffs.get(i).step(), Math.max(0, took.toMillis()));
    }
    return new StepTimes(millis);
  }

  /** For {@code --json}: milliseconds by step. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    millis.forEach(json::put);
    return json;
  }
}
