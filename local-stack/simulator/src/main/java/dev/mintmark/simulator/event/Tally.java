package dev.mintmark.simulator.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What went over the wire, and what did not. */
public final class Tally {
  /** What is counted. */
  public enum Kind {
    /** Heartbeats that telemetry has taken. */
    TAKEN("heartbeatsTaken"),
    /** Heartbeats that turned out to have been taken when their answer was lost. */
    TAKEN_BEFORE("heartbeatsTakenBefore"),
    /** Batches that were not above what telemetry had counted. */
    BEHIND("batchesBehind"),
    /** Heartbeats of batches that telemetry refused for good. */
    REFUSED("heartbeatsRefused"),
    /** Heartbeats that were not made because too many wait. */
    HELD("heartbeatsHeld"),
    /** Requests that are tried again. */
    RETRIES("retries");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);
  private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

  public Tally() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  public void add(Kind kind, long count) {
    adder(kind).add(count);
  }

  /** Something went wrong and is tried again. */
  public void trouble(String text) {
    adder(Kind.RETRIES).increment();
    trouble.set(Optional.of(text));
  }

  public long count(Kind kind) {
    return adder(kind).sum();
  }

  private LongAdder adder(Kind kind) {
    return counts.getOrDefault(kind, new LongAdder());
  }

  /** The last trouble since the last call. */
  public Optional<String> takeTrouble() {
    return trouble.getAndSet(Optional.empty());
  }

  public ObjectNode put(ObjectNode event) {
    for (Kind kind : Kind.values()) {
      event.put(kind.text, count(kind));
    }
    return event;
  }
}
