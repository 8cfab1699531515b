package dev.mintmark.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.device.v1.ReportKind;
import dev.mintmark.events.rollout.v1.Outcome;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.ledger.FleetLog;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.DeviceEntry;
import dev.mintmark.ledger.entry.Entry.RolloutEntry;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetReaderTest {
  private static final EntryReader READER =
      new EntryReader(
          List.of(
              TopicCatalogue.ROLLOUT_REQUESTED,
              TopicCatalogue.ROLLOUT_APPROVED,
              TopicCatalogue.ROLLOUT_CHANGED,
              TopicCatalogue.DEVICE_ENROLLED,
              TopicCatalogue.DEVICE_REPORTED));

  @Test
  void aChangeSaysWhereTheRolloutStands() {
    RolloutEntry entry =
        (RolloutEntry)
            read(FleetLog.changed("a", "v1.0.0", 3, RolloutState.HELD, Outcome.INCONCLUSIVE));

    assertThat(entry.rollout()).isEqualTo("a-v1.0.0-1");
    assertThat(entry.sequence()).isEqualTo(3);
    assertThat(entry.turn())
        .isEqualTo(new RolloutEntry.Turn("HELD", 25.0, 250, "INCONCLUSIVE", null, "why\uFFFD"));
  }

  @Test
  void onlyAReportOfRunningSaysThatADeviceRunsSomething() {
    DeviceEntry running =
        (DeviceEntry) read(FleetLog.reported("d-1", 4, ReportKind.RUNNING, "a:v1.0.0"));
    DeviceEntry failed =
        (DeviceEntry) read(FleetLog.reported("d-1", 5, ReportKind.SMOKE_FAILED, "a:v1.0.1"));

    assertThat(running.report()).satisfies(r -> assertThat(r.runs()).isTrue());
    assertThat(failed.report()).satisfies(r -> assertThat(r.runs()).isFalse());
    assertThat(running.kernel()).isEqualTo("6.6.31");
  }

  static Stream<ProducerRecord<byte[], byte[]>> all() {
    return Stream.of(
        FleetLog.requested("a", "v1.0.0"),
        FleetLog.approved("a", "v1.0.0", 2),
        FleetLog.changed("a", "v1.0.0", 3, RolloutState.HELD, null),
        FleetLog.enrolled("d-1", null),
        FleetLog.reported("d-1", 4, ReportKind.RUNNING, "a:v1.0.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void whatIsNotWholeIsDead(ProducerRecord<byte[], byte[]> record) {
    byte[] other = "other".getBytes(UTF_8);
    for (int length = 0; length < record.value().length; length++) {
      assertThat(read(record, record.key(), Arrays.copyOf(record.value(), length)))
          .isInstanceOf(DeadEntry.class);
    }
    assertDead(read(record, other, record.value()), "KIT-016");
    assertThat(read(record)).isNotInstanceOf(DeadEntry.class).isEqualTo(read(record));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void whatIsNotOfTheLineIsDead(ProducerRecord<byte[], byte[]> record) {
    record.headers().remove(EventHeaders.RUN);
    assertDead(read(record), "KIT-012");
    record.headers().add(EventHeaders.RUN, "rebuild-1".getBytes(UTF_8));
    assertDead(read(record), "KIT-013");
  }

  @Test
  void aReportOfWhatIsNoReleaseIsDead() {
    assertDead(read(FleetLog.reported("d-1", 4, ReportKind.RUNNING, "a:".repeat(2000))), "LDG-010");
  }

  private static void assertDead(Entry entry, String code) {
    assertThat(entry)
        .isInstanceOfSatisfying(
            DeadEntry.class, dead -> assertThat(dead.code()).as(dead.reason()).isEqualTo(code));
  }

  private static Entry read(ProducerRecord<byte[], byte[]> record) {
    return read(record, record.key(), record.value());
  }

  private static Entry read(ProducerRecord<byte[], byte[]> record, byte[] key, byte[] value) {
    return READER.read(
        new ConsumerRecord<>(
            record.topic(),
            0,
            7,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            record.headers(),
            Optional.empty()));
  }
}
