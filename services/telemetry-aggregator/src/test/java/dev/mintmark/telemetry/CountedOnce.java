package dev.mintmark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/** What has to hold of heartbeats that were acknowledged, whatever happened meanwhile. */
final class CountedOnce {
  private static final int MINUTE_MILLIS = 60_000;

  private CountedOnce() {}

  /**
   * Every heartbeat is in one sum of the fleet, in one summary of its device, and in one window of
   * a minute.
   *
   * @param sent number of the last one of each device; they begin at 1
   */
  static void everywhere(TelemetryLog log, Map<String, Long> sent) throws Exception {
    long expected = sent.values().stream().mapToLong(Long::longValue).sum();
    Awaitility.await("all of " + expected + " heartbeats to be counted")
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> log.summedHeartbeats() >= expected);
    assertThat(log.summedHeartbeats()).isEqualTo(expected);
    inOneSummary(log, sent);
    Awaitility.await("all of " + expected + " heartbeats to be in a minute")
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> minutes(log) >= expected);
    assertThat(minutes(log)).isEqualTo(expected);
  }

  private static void inOneSummary(TelemetryLog log, Map<String, Long> sent) throws Exception {
    Map<String, BitSet> summed = new TreeMap<>();
    List<String> doubles = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message :
        log.read(TopicCatalogue.DEVICE_SUMMARIZED.name())) {
      DeviceSummarized part =
          EventCodec.read(Framing.unframe(message.value()), DeviceSummarized.class);
      int first = Math.toIntExact(part.getFirstSequence());
      int end = Math.toIntExact(part.getLastSequence()) + 1;
      assertThat(part.getHeartbeats()).isEqualTo(end - first);
      BitSet numbers = summed.computeIfAbsent(part.getDevice(), d -> new BitSet());
      if (!numbers.get(first, end).isEmpty()) {
        doubles.add(part.getDevice() + " from " + first + " to " + (end - 1));
      }
      numbers.set(first, end);
    }
    assertThat(doubles).as("in two summaries").isEmpty();
    sent.forEach((device, last) -> {
      BitSet missing = new BitSet();
      missing.set(1, Math.toIntExact(last) + 1);
      missing.andNot(summed.getOrDefault(device, new BitSet()));
      assertThat(missing).as("of %s in no summary", device).isEqualTo(new BitSet());
    });
  }

  /** Heartbeats in the last record of every window of a minute. */
  private static long minutes(TelemetryLog log) throws Exception {
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : log.read(TopicCatalogue.FLEET_METRICS.name())) {
      FleetMetrics event = EventCodec.read(Framing.unframe(message.value()), FleetMetrics.class);
      if (event.getWindowMillis() == MINUTE_MILLIS) {
        last.put(event.getRelease() + event.getWindowStart(), event.getHeartbeats());
      }
    }
    return last.values().stream().mapToLong(Integer::longValue).sum();
  }
}
