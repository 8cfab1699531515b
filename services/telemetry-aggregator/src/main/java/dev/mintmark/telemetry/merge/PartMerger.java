package dev.mintmark.telemetry.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.sum.FleetKey;
import dev.mintmark.telemetry.sum.FleetParts;
import dev.mintmark.telemetry.sum.Sums;
import dev.mintmark.telemetry.sum.Window;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds each part to its windows of 10 seconds and of a minute, and forwards what they hold now.
 *
 * <p>Whether a part is late follows from the record alone: its timestamp, when it was counted, is
 * later than the end of the window and the grace. A window is forgotten when no part can come for
 * it any more, so a late part cannot replace a window's sums by its own.
 */
final class PartMerger implements Processor<byte[], byte[], byte[], byte[]> {
  private static final List<Integer> WINDOWS_MILLIS = List.of(10_000, 60_000);
  private static final Duration TIDY = Duration.ofMinutes(1);
  private static final Topic METRICS = TopicCatalogue.FLEET_METRICS;

  private final int schemaId;
  private final long graceMillis;
  private final MergeMetrics metrics;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable KeyValueStore<String, byte[]> windows;

  PartMerger(int schemaId, Duration grace, MergeMetrics metrics) {
    this.schemaId = schemaId;
    this.graceMillis = grace.toMillis();
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> newContext) {
    context = newContext;
    windows = newContext.getStateStore(MergeTopology.WINDOWS);
    newContext.schedule(TIDY, PunctuationType.STREAM_TIME, this::forget);
  }

  @Override
  public void process(Record<byte[], byte[]> message) {
    FleetParts.Part part;
    try {
      part = read(message.value());
    } catch (UnreadableException e) {
      metrics.deadLetter();
      message
          .headers()
          .add("mintmark_error_code", e.code().getBytes(UTF_8))
          .add("mintmark_error", String.valueOf(e.getMessage()).getBytes(UTF_8));
      context().forward(message, MergeTopology.DEAD_LETTERS);
      return;
    }
    for (int millis : WINDOWS_MILLIS) {
      Window window = Window.of(part.key().window().start(), millis);
      if (message.timestamp() > window.end() + graceMillis) {
        metrics.late(part.sums().heartbeats());
      } else {
        merge(part, window, message.timestamp());
      }
    }
  }

  private static FleetParts.Part read(byte @Nullable [] value) throws UnreadableException {
    if (value == null) {
      throw new UnreadableException("KIT-011", "the record has no value");
    }
    FleetParts.Part part = FleetParts.read(value);
    if (part.key().window().millis() != WINDOWS_MILLIS.getFirst()) {
      throw new UnreadableException(
          "KIT-011", "a part of a window of " + part.key().window().millis() + " ms");
    }
    return part;
  }

  private void merge(FleetParts.Part part, Window window, long timestamp) {
    FleetKey key =
        new FleetKey(part.key().release(), part.key().index(), part.key().deviceClass(), window);
    Sums sums = known(key);
    sums.add(part.sums());
    windows().put(storeKey(key), EventCodec.write(FleetParts.event(key, sums)));
    context().forward(metrics(key, sums, timestamp), MergeTopology.METRICS);
  }

  private Sums known(FleetKey key) {
    byte[] stored = windows().get(storeKey(key));
    if (stored == null) {
      return new Sums();
    }
    try {
      return FleetParts.read(stored).sums();
    } catch (UnreadableException e) {
      throw new IllegalStateException("the merge's own window cannot be read: " + key, e);
    }
  }

  private Record<byte[], byte[]> metrics(FleetKey key, Sums sums, long timestamp) {
    byte[] value = EventCodec.write(FleetParts.metrics(key, sums));
    String subject = key.release() + '|' + key.deviceClass() + '|' + key.window().millis();
    String id = Digest.of((subject + '\n' + Digest.of(value).hex()).getBytes(UTF_8)).hex();
    Clock counted = Clock.fixed(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
    return new Record<>(
        subject.getBytes(UTF_8),
        Framing.frame(schemaId, value),
        timestamp,
        EventHeaders.ofFleet(METRICS, key.release(), Clients.SERVICE, id, counted));
  }

  /** A minute more than grace: another instance's clock may be behind that far. */
  private void forget(long streamTime) {
    List<String> over = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = windows().all()) {
      all.forEachRemaining(entry -> {
        if (end(entry.key) + graceMillis + TIDY.toMillis() < streamTime) {
          over.add(entry.key);
        }
      });
    }
    over.forEach(windows()::delete);
  }

  private static String storeKey(FleetKey key) {
    return key.window().millis()
        + "|"
        + key.window().start()
        + "|"
        + key.release()
        + "|"
        + key.index()
        + "|"
        + key.deviceClass();
  }

  private static long end(String storeKey) {
    int first = storeKey.indexOf('|');
    int second = storeKey.indexOf('|', first + 1);
    return Long.parseLong(storeKey, 0, first, 10) + Long.parseLong(storeKey, first + 1, second, 10);
  }

  private ProcessorContext<byte[], byte[]> context() {
    return java.util.Objects.requireNonNull(context);
  }

  private KeyValueStore<String, byte[]> windows() {
    return java.util.Objects.requireNonNull(windows);
  }
}
