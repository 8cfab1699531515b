package dev.mintmark.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The log is kept for ever: whatever was ever written must be read by the newest schemas. */
class ReleasedSchemasTest {
  private static final int RECORDS = 50;
  private static final long SEED = 20_260_117;

  /** Topics that the first version did not have. */
  private static final Set<Topic> LATER = Set.of(TopicCatalogue.EVIDENCE_ATTESTED);

  static Stream<Arguments> everyReleasedEvent() {
    return SchemaFolder.released().stream()
        .flatMap(version -> TopicCatalogue.all().stream().flatMap(t -> event(version, t).stream()));
  }

  /** A topic's event as that version had it; empty for a version before the topic. */
  private static Optional<Arguments> event(SchemaFolder version, Topic topic) {
    return Optional.ofNullable(version.schemas().get(topic.schema().getFullName()))
        .map(released -> Arguments.of(version, topic, released));
  }

  @Test
  void theFirstVersionHasEveryTopicOfIt() {
    assertThat(SchemaFolder.released()).isNotEmpty();
    assertThat(SchemaFolder.released().getFirst().schemas())
        .containsKeys(
            TopicCatalogue.all().stream()
                .filter(topic -> !LATER.contains(topic))
                .map(t -> t.schema().getFullName())
                .toArray(String[]::new));
  }

  @Test
  void theIndexNamesEveryFrozenFile() throws IOException {
    Path released = Path.of("src", "released");
    List<String> files =
        SchemaFolder.released().stream()
            .flatMap(version -> version.files().stream())
            .map(file -> released.relativize(file).toString())
            .sorted()
            .toList();

    assertThat(Files.readAllLines(released.resolve("index.txt"))).isEqualTo(files);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyReleasedEvent")
  void theJarHasWhatWasReleased(SchemaFolder version, Topic topic, Schema released) {
    assertThat(ReleasedSchemas.of(topic.schema().getFullName())).contains(released);
  }

  @Test
  void theJarHasNothingThatWasNeverReleased() {
    assertThat(ReleasedSchemas.of("dev.mintmark.events.release.v1.ReleaseGuessed")).isEmpty();
  }

  @Test
  void noReleasedEventHasLostItsTopic() {
    Set<String> read =
        Set.copyOf(TopicCatalogue.all().stream().map(t -> t.schema().getFullName()).toList());

    for (SchemaFolder version : SchemaFolder.released()) {
      assertThat(version.topLevel())
          .filteredOn(s -> s.getField("handOff") != null)
          .extracting(Schema::getFullName)
          .as("events of " + version)
          .isNotEmpty()
          .isSubsetOf(read);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyReleasedEvent")
  void theNewestSchemaIsBackwardCompatible(SchemaFolder version, Topic topic, Schema released) {
    var verdict = SchemaCompatibility.checkReaderWriterCompatibility(topic.schema(), released);

    assertThat(verdict.getType())
        .as(verdict.getDescription())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyReleasedEvent")
  void theNewestClassReadsWhatWasWritten(SchemaFolder version, Topic topic, Schema released)
      throws IOException {
    var reader = new SpecificDatumReader<IndexedRecord>(released, topic.schema());

    for (Object written : new RandomData(released, RECORDS, SEED)) {
      byte[] bytes = write(released, written);
      IndexedRecord read = reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));

      assertThat(read).isInstanceOf(SpecificRecord.class);
      assertSame(topic.schema().getName(), (IndexedRecord) written, read);
    }
  }

  private static byte[] write(Schema schema, Object event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(event, encoder);
    return out.toByteArray();
  }

  /** Fields that both know have the same value. */
  private static void assertSame(String path, Object written, Object read) {
    if (written instanceof IndexedRecord before && read instanceof IndexedRecord after) {
      for (Schema.Field field : before.getSchema().getFields()) {
        Schema.Field now = after.getSchema().getField(field.name());
        if (now != null) {
          assertSame(path + "." + field.name(), before.get(field.pos()), after.get(now.pos()));
        }
      }
    } else if (written instanceof List<?> before && read instanceof List<?> after) {
      assertThat(after).as(path).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        assertSame(path + "[" + i + "]", before.get(i), after.get(i));
      }
    } else {
      assertThat(String.valueOf(read)).as(path).isEqualTo(String.valueOf(written));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyReleasedEvent")
  void aWrongChangeWouldBeFound(SchemaFolder version, Topic topic, Schema released)
      throws IOException {
    Schema changed = withoutFirstField(topic.schema());

    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(released, changed).getType())
        .as("a reader that wants a field which the writer never wrote")
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    Object written = new RandomData(changed, 1, SEED).iterator().next();
    byte[] bytes = write(changed, written);
    var reader = new GenericDatumReader<>(changed, released);
    assertThatThrownBy(() -> reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null)))
        .isInstanceOf(AvroTypeException.class);
  }

  private static Schema withoutFirstField(Schema schema) {
    List<Schema.Field> fields =
        schema.getFields().stream().skip(1).map(f -> new Schema.Field(f, f.schema())).toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }
}
