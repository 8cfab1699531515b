package dev.mintmark.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.ledger.Line;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArtifactWalkTest {
  private static final EntryReader READER = new EntryReader(TopicCatalogue.releases());

  static Stream<Arguments> roles() {
    List<ProducerRecord<byte[], byte[]>> line = Line.published("a", "v1.0.0");
    return Stream.of(
        Arguments.of(
            line.get(0),
            "model.file model.environment quantize.calibration quantize.validation image.app"
                + " image.files[linux/amd64].source image.files[linux/arm64].source run.smoke"
                + " targets[cpu-amd64].profile targets[cpu-arm64].profile"),
        Arguments.of(line.get(1), "model"),
        Arguments.of(
            line.get(2),
            "variants[cpu-amd64].profile variants[cpu-amd64].model variants[cpu-amd64].report"
                + " variants[cpu-amd64].expected variants[cpu-arm64].profile"
                + " variants[cpu-arm64].model variants[cpu-arm64].report"
                + " variants[cpu-arm64].expected"),
        Arguments.of(
            line.get(3),
            "index images[linux/amd64].manifest images[linux/amd64].config"
                + " images[linux/amd64].layers[0].blob models[cpu-amd64].manifest"
                + " models[cpu-amd64].config models[cpu-amd64].model models[cpu-amd64].layers[0]"
                + " files"),
        Arguments.of(
            line.get(4),
            "documents[linux/amd64].subject documents[linux/amd64].document"
                + " documents[linux/amd64].manifest documents[linux/amd64].config"),
        Arguments.of(
            line.get(5),
            "index statements[cpu-amd64].statement statements[cpu-amd64].signature"
                + " objects[0].manifest objects[0].blobs[0]"),
        Arguments.of(line.get(6), "index"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("roles")
  void findsEveryReferenceWithItsRole(ProducerRecord<byte[], byte[]> message, String roles) {
    assertThat(entry(message).artifacts())
        .extracting(ArtifactUse::role)
        .containsExactly(roles.split(" "));
  }

  @Test
  void aRejectionRefersToNothing() {
    Line line = new Line("a", "v1.0.0", "");
    line.requested();

    assertThat(entry(line.rejected("ING-001", "found")).artifacts()).isEmpty();
  }

  @Test
  void elementsThatOneNameDoesNotTellApartAreCounted() {
    // Each platform has two files here.
    assertThat(
            entry(
                    new Line("a", "v1.0.0", "")
                        .requestedWithFiles("linux/amd64", "linux/amd64", "linux/arm64"))
                .artifacts())
        .extracting(ArtifactUse::role)
        .contains("image.files[0].source", "image.files[1].source", "image.files[2].source");
  }

  private static HandOffEntry entry(ProducerRecord<byte[], byte[]> message) {
    Entry entry =
        READER.read(
            new ConsumerRecord<>(
                message.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                message.key(),
                message.value(),
                message.headers(),
                java.util.Optional.empty()));
    assertThat(entry).isInstanceOf(HandOffEntry.class);
    return (HandOffEntry) entry;
  }
}
