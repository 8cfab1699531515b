package dev.mintmark.ledger.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.ledger.Line;
import dev.mintmark.ledger.Rebuilt;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildEntryTest {
  private static final EntryReader READER = new EntryReader(TopicCatalogue.all().subList(0, 21));
  private static final Rebuilt REBUILT = new Rebuilt("a", "v1.0.0", "rebuild-7");

  @Test
  void everythingOfARebuildNamesIt() {
    assertThat(REBUILT.all())
        .allSatisfy(record -> {
          HandOffEntry entry = handOff(record);
          assertThat(entry.rebuild()).isEqualTo("rebuild-7");
          assertThat(entry.isOfLine()).isFalse();
        });
  }

  @Test
  void aRevocationIsOfTheReleaseItself() {
    HandOffEntry entry = handOff(REBUILT.revoked("leaks a key\0"));

    assertThat(entry.isOfLine()).isTrue();
    assertThat(entry.stage()).isEqualTo(Stage.REVOKED);
    assertThat(entry.facts())
        .contains("\"reason\":\"leaks a key\uFFFD\"")
        .doesNotContain("handOff");
  }

  @Test
  void aTwinStandsWhereTheLinesOwnDoesAndNamesItsToolchain() {
    HandOffEntry live = handOff(Line.published("a", "v1.0.0").get(3));
    HandOffEntry twin = handOff(REBUILT.twins().get(3));

    assertThat(twin.stage()).isEqualTo(live.stage());
    assertThat(twin.value()).isEqualTo(live.value());
    assertThat(twin.request()).isEqualTo(live.request());
    assertThat(twin.toolchain()).isEqualTo(Rebuilt.DIGEST);
    assertThat(live.toolchain()).isNull();
    assertThat(twin.facts()).isNull();
  }

  @Test
  void aHeaderThatIsNoDigestNamesNoToolchain() {
    ProducerRecord<byte[], byte[]> record = Line.published("a", "v1.0.0").get(3);
    record.headers().add(EventHeaders.TOOLCHAIN, "latest\0".getBytes(UTF_8));

    assertThat(handOff(record).toolchain()).isNull();
  }

  @ParameterizedTest(name = "a twin of run ''{0}'' is dead")
  @ValueSource(strings = {"", "live", "rebuild-0", "rebuild-x"})
  void aTwinOfNoRebuildIsDead(String run) {
    Entry entry = read(Rebuilt.twin(Line.published("a", "v1.0.0").get(2), run));

    assertThat(entry)
        .isInstanceOfSatisfying(
            DeadEntry.class,
            dead -> assertThat(dead.code()).isEqualTo(run.isEmpty() ? "KIT-012" : "KIT-013"));
  }

  @Test
  void aRecordOfARebuildOnATopicOfTheLineIsDead() {
    ProducerRecord<byte[], byte[]> record = Line.published("a", "v1.0.0").get(3);
    record.headers().remove(EventHeaders.RUN);
    record.headers().add(EventHeaders.RUN, "rebuild-7".getBytes(UTF_8));

    assertThat(read(record)).isInstanceOf(DeadEntry.class);
  }

  @Test
  void aVerdictOnNoRebuildIsDead() {
    assertThat(read(new Rebuilt("a", "v1.0.0", "live").reproduced()))
        .isInstanceOfSatisfying(
            DeadEntry.class, dead -> assertThat(dead.code()).isEqualTo("LDG-010"));
  }

  @Test
  void aVerdictIsKeptWordForWord() {
    String facts = handOff(REBUILT.reproduced()).facts();

    assertThat(facts)
        .contains("\"outcome\":\"DIFFERENT\"", "\"rebuilt\":null", "at $.metadata\uFFFD")
        .contains("\"report\":{\"digest\":\"" + Rebuilt.DIGEST + "\"");
    assertThat(ReleaseReproduced.getClassSchema().getFields())
        .filteredOn(f -> !f.name().equals("handOff"))
        .allSatisfy(f -> assertThat(facts).contains("\"" + f.name() + "\":"));
  }

  @Test
  void aRedrivenRecordStandsWhereItIsNow() {
    ProducerRecord<byte[], byte[]> record = Line.published("a", "v1.0.0").get(3);
    String first = TopicCatalogue.IMAGE_BUILT.name() + "/0@99";
    record.headers().add(EventHeaders.REDRIVEN, first.getBytes(UTF_8));

    assertThat(handOff(record).position().offset()).isEqualTo(7);
  }

  private static HandOffEntry handOff(ProducerRecord<byte[], byte[]> record) {
    Entry entry = read(record);
    assertThat(entry).isInstanceOf(HandOffEntry.class);
    return (HandOffEntry) entry;
  }

  private static Entry read(ProducerRecord<byte[], byte[]> record) {
    return READER.read(
        new ConsumerRecord<>(
            record.topic(),
            0,
            7,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty()));
  }
}
