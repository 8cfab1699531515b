package dev.mintmark.telemetry.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.events.fleet.v1.FleetSummed;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.telemetry.Fixtures;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one transaction holds, and that nothing is in two of them or in none. */
class CountingTest {
  private static final int HEARTBEAT = 7;
  private static final int SUMMARIZED = 8;
  private static final int PARTITION = 3;
  private static final int MINUTE_MILLIS = 60_000;
  private static final long AT = Instant.parse("2026-01-01T00:00:30Z").toEpochMilli();

  private final Set<String> open = new HashSet<>(Set.of(Fixtures.CLASS));
  private final Outgoing outgoing =
      new Outgoing(SUMMARIZED, Clock.fixed(Instant.ofEpochMilli(AT), ZoneOffset.UTC));
  private final List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();
  private Counting counting;

  @BeforeEach
  void start() {
    counting =
        new Counting(
            HEARTBEAT,
            MINUTE_MILLIS,
            open::contains,
            new KnownSequences(),
            new AggregationMetrics(new SimpleMeterRegistry()));
  }

  @Test
  void oneCommitHoldsTheSumsAndHowFarTheyGo() throws Exception {
    take(batch("d1", 1, 5));
    commit();

    assertThat(summarized("d1")).containsExactly("1 to 5: 5");
    assertThat(summed()).isEqualTo(5);
    assertThat(counted("d1")).containsExactly(5L);
    assertThat(of(TopicCatalogue.DEVICE_COUNTED))
        .as("where the device's heartbeats are")
        .allMatch(position -> position.partition() == PARTITION);
  }

  @Test
  void theNextCommitHoldsOnlyWhatIsNew() throws Exception {
    take(batch("d1", 1, 5));
    commit();
    commit();
    take(batch("d1", 6, 2));
    commit();

    assertThat(summarized("d1")).containsExactly("1 to 5: 5", "6 to 7: 2");
    assertThat(summed()).isEqualTo(7);
    assertThat(counted("d1")).containsExactly(5L, 7L);
  }

  @Test
  void whatStandsInTheLogTwiceIsCountedOnce() throws Exception {
    take(batch("d1", 1, 5));
    take(batch("d1", 1, 5));
    commit();
    take(batch("d1", 4, 4));
    commit();

    assertThat(summarized("d1")).containsExactly("1 to 5: 5", "6 to 7: 2");
    assertThat(summed()).isEqualTo(7);
  }

  @Test
  void whoTakesOverGoesOnBehindWhatWasCommitted() throws Exception {
    counting.restore(PARTITION, "d1", 5);
    take(batch("d1", 1, 5));
    take(batch("d1", 3, 4));
    commit();

    assertThat(summarized("d1")).containsExactly("6 to 6: 1");
    assertThat(summed()).isEqualTo(1);
    assertThat(counted("d1")).containsExactly(6L);
  }

  @Test
  void whatWasDroppedIsCountedWhenItIsReadAgain() throws Exception {
    take(batch("d1", 1, 5));
    counting.drop();
    commit();
    assertThat(log).isEmpty();

    take(batch("d1", 1, 5));
    commit();
    assertThat(summarized("d1")).containsExactly("1 to 5: 5");
    assertThat(summed()).isEqualTo(5);
  }

  @Test
  void devicesOfAClassWithoutARolloutAreInTheFleetsSumsOnly() throws Exception {
    open.clear();
    take(batch("d1", 1, 5));
    open.add(Fixtures.CLASS);
    take(batch("d1", 6, 1));
    commit();

    assertThat(summarized("d1")).containsExactly("6 to 6: 1");
    assertThat(summed()).isEqualTo(6);
    assertThat(counted("d1")).containsExactly(6L);
  }

  private void commit() {
    outgoing.records(counting, log::add);
    counting.committed();
  }

  private void take(DeviceHeartbeat batch) {
    counting.take(
        new ConsumerRecord<>(
            TopicCatalogue.DEVICE_HEARTBEAT.name(),
            PARTITION,
            0,
            batch.getDevice().getBytes(UTF_8),
            Framing.frame(HEARTBEAT, EventCodec.write(batch))));
  }

  private static DeviceHeartbeat batch(String device, long first, int count) {
    return Fixtures.batch(device, first, count, AT + first * 1_000);
  }

  private List<ProducerRecord<byte[], byte[]>> of(Topic topic) {
    return log.stream().filter(message -> message.topic().equals(topic.name())).toList();
  }

  private List<String> summarized(String device) throws UnreadableException {
    List<String> parts = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> message : of(TopicCatalogue.DEVICE_SUMMARIZED)) {
      DeviceSummarized part =
          EventCodec.read(Framing.unframe(message.value()), DeviceSummarized.class);
      assertThat(part.getDevice()).isEqualTo(device);
      assertThat(part.getRequests()).isEqualTo((long) part.getHeartbeats() * Fixtures.REQUESTS);
      parts.add(
          "%d to %d: %d"
              .formatted(part.getFirstSequence(), part.getLastSequence(), part.getHeartbeats()));
    }
    return parts;
  }

  private int summed() throws UnreadableException {
    int heartbeats = 0;
    for (ProducerRecord<byte[], byte[]> message : of(TopicCatalogue.FLEET_SUMMED)) {
      heartbeats += EventCodec.read(message.value(), FleetSummed.class).getHeartbeats();
    }
    return heartbeats;
  }

  private List<Long> counted(String device) throws UnreadableException {
    List<Long> positions = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> message : of(TopicCatalogue.DEVICE_COUNTED)) {
      DeviceCounted position = EventCodec.read(message.value(), DeviceCounted.class);
      assertThat(position.getDevice()).isEqualTo(device);
      positions.add(position.getLastSequence());
    }
    return positions;
  }
}
