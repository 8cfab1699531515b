package dev.mintmark.telemetry.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.telemetry.Fixtures;
import dev.mintmark.telemetry.batch.Batch;
import dev.mintmark.telemetry.batch.BatchReader;
import dev.mintmark.telemetry.sum.FleetParts;
import dev.mintmark.telemetry.sum.Tally;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTopologyTest {
  private static final int SCHEMA = 42;
  private static final long AT = 1_800_000_000_000L;

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> parts;
  private TestOutputTopic<byte[], byte[]> metrics;

  @BeforeEach
  void start() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "none:1");
    config.put("state.dir", folder.toString());
    driver =
        new TopologyTestDriver(
            MergeTopology.of(SCHEMA, Duration.ofHours(1), new MergeMetrics(registry)), config);
    var serializer = new ByteArraySerializer();
    parts = driver.createInputTopic(TopicCatalogue.FLEET_SUMMED.name(), serializer, serializer);
    metrics = output(TopicCatalogue.FLEET_METRICS.name());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void partsAddUpInWindowsOfTenSecondsAndAMinute() throws Exception {
    send(AT, part("d-1", 1, 10, AT + 9_000));
    send(AT, part("d-2", 1, 10, AT + 9_000));
    send(AT, part("d-1", 11, 10, AT + 19_000));

    Map<String, FleetMetrics> last = last();
    assertThat(last).hasSize(3);
    assertThat(window(last, "10000@0").getHeartbeats()).isEqualTo(20);
    assertThat(window(last, "10000@10000").getHeartbeats()).isEqualTo(10);
    FleetMetrics minute = window(last, "60000@0");
    assertThat(minute.getHeartbeats()).isEqualTo(30);
    assertThat(minute.getRequests()).isEqualTo(30L * Fixtures.REQUESTS);
    assertThat(minute.getLatencyP50Micros()).isBetween(1_000.0, 8_400.0);
    assertThat(minute.getLatencyP99Micros()).isGreaterThan(minute.getLatencyP50Micros());
  }

  @Test
  void everyRecordIsKeyedFramedAndNamed() throws Exception {
    send(AT, part("d-1", 1, 1, AT));

    TestRecord<byte[], byte[]> record = metrics.readRecord();
    assertThat(new String(record.key())).isEqualTo(Fixtures.RELEASE + "|cpu-amd64|10000");
    assertThat(Framing.schemaId(record.value())).isEqualTo(SCHEMA);
    assertThat(EventHeaders.text(record.headers(), EventHeaders.ID)).isPresent();
    assertThat(EventHeaders.text(record.headers(), EventHeaders.TIME))
        .hasValue("2027-01-15T08:00:00Z");
  }

  @Test
  void aLatePartIsNotAddedAndReplacesNothing() throws Exception {
    send(AT, part("d-1", 1, 5, AT));
    metrics.readRecordsToList();

    send(AT + 10_000 + 3_600_000, part("d-2", 1, 1, AT));
    assertThat(window(last(), "10000@0").getHeartbeats()).isEqualTo(2);

    send(AT + 10_001 + 3_600_000, part("d-3", 1, 1, AT));
    assertThat(last()).containsOnlyKeys("60000@0");
    assertThat(registry.counter("mintmark.telemetry.late.heartbeats").count()).isEqualTo(1);
  }

  @Test
  void forgetsWindowsThatTakeNoMoreParts() throws Exception {
    send(AT, part("d-1", 1, 1, AT));
    send(AT + 7_200_000, part("d-1", 2, 1, AT + 7_200_000));
    send(AT + 7_300_000, part("d-1", 3, 1, AT + 7_300_000));

    assertThat(driver.getKeyValueStore(MergeTopology.WINDOWS).approximateNumEntries()).isEqualTo(4);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndTheRestGoesOn() throws Exception {
    parts.pipeInput(new TestRecord<>(new byte[] {1}, new byte[] {9, 9}, null, AT));
    send(AT, part("d-1", 1, 1, AT));

    assertThat(last()).hasSize(2);
    var letters = output(TopicCatalogue.FLEET_SUMMED.deadLetters()).readRecordsToList();
    assertThat(letters).hasSize(1);
    assertThat(EventHeaders.text(letters.getFirst().headers(), "mintmark_error_code"))
        .hasValue("KIT-011");
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void send(long timestamp, List<byte[]> values) {
    values.forEach(
        value -> parts.pipeInput(new TestRecord<>("key".getBytes(), value, null, timestamp)));
  }

  private static List<byte[]> part(String device, long first, int count, long at) throws Exception {
    Batch batch = BatchReader.read(Fixtures.avro(Fixtures.batch(device, first, count, at)));
    Tally tally = new Tally(10_000);
    tally.add(batch, 0, false);
    List<byte[]> values = new ArrayList<>();
    tally.fleet().forEach((key, sums) -> values.add(EventCodec.write(FleetParts.event(key, sums))));
    return values;
  }

  private static FleetMetrics window(Map<String, FleetMetrics> last, String key) {
    return java.util.Objects.requireNonNull(last.get(key), key);
  }

  /** The last record of each window: length and start. */
  private Map<String, FleetMetrics> last() throws Exception {
    Map<String, FleetMetrics> last = new HashMap<>();
    for (byte[] value : metrics.readValuesToList()) {
      FleetMetrics event = EventCodec.read(Framing.unframe(value), FleetMetrics.class);
      last.put(event.getWindowMillis() + "@" + (event.getWindowStart() - AT), event);
    }
    return last;
  }
}
