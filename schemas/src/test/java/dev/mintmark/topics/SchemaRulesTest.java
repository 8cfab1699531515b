package dev.mintmark.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How every schema is written. */
class SchemaRulesTest {
  private static final Pattern TOPIC =
      Pattern.compile("mintmark\\.([a-z]+)\\.([a-z]+)\\.v([0-9]+)");

  static Stream<Schema> everySchema() {
    return SchemaFolder.NEWEST.schemas().values().stream();
  }

  static Stream<Schema> everyRecord() {
    return everySchema().filter(s -> s.getType() == Schema.Type.RECORD);
  }

  static Stream<Schema> everyEnum() {
    return everySchema().filter(s -> s.getType() == Schema.Type.ENUM);
  }

  /** Those that have an event of their own: a twin carries that of another topic. */
  static List<Topic> everyTopic() {
    return TopicCatalogue.all().stream()
        .filter(topic -> !TopicCatalogue.twins().contains(topic))
        .toList();
  }

  @Test
  void aRebuildsTopicsCanBeWrittenByNoDoorToTheFleetAndAreReadByNone() {
    assertThat(TopicCatalogue.all())
        .filteredOn(topic -> topic.name().startsWith("mintmark.rebuild."))
        .hasSize(TopicCatalogue.twins().size() + 2)
        .allSatisfy(topic -> {
          List<String> doors =
              List.of("registry", "canary-controller", "telemetry-aggregator", "consumers", "ci");
          assertThat(topic.madeBy()).isNotEmpty().doesNotContainAnyElementsOf(doors);
          assertThat(topic.readBy()).isNotEmpty().doesNotContainAnyElementsOf(doors);
        });
  }

  @Test
  void aTwinIsNamedAfterItsTopicAndCarriesItsEvent() {
    for (Topic live : TopicCatalogue.releases()) {
      TopicCatalogue.twin(live)
          .ifPresent(twin -> {
            assertThat(twin.name())
                .isEqualTo(live.name().replace("mintmark.", "mintmark.rebuild."));
            assertThat(twin.schema()).isEqualTo(live.schema());
          });
    }
    assertThat(TopicCatalogue.twin(TopicCatalogue.RELEASE_PUBLISHED)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everySchema")
  void saysWhatItIs(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyRecord")
  void saysWhatEveryFieldIs(Schema record) {
    assertThat(record.getFields())
        .allSatisfy(f -> assertThat(f.doc()).as(record.getFullName() + "." + f).isNotBlank());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyEnum")
  void anEnumReadsASymbolOfTheFutureAsUnknown(Schema schema) {
    assertThat(schema.getEnumDefault()).as(schema.getFullName()).isEqualTo("UNKNOWN");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyRecord")
  void aUnionIsAnOptionalFieldWithDefaultNull(Schema record) {
    for (Schema.Field field : record.getFields()) {
      if (field.schema().isUnion()) {
        String name = record.getFullName() + "." + field.name();
        assertThat(field.schema().getTypes()).as(name).hasSize(2);
        assertThat(field.schema().getTypes().getFirst().getType())
            .as(name)
            .isEqualTo(Schema.Type.NULL);
        assertThat(field.defaultVal()).as(name).isEqualTo(JsonProperties.NULL_VALUE);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyRecord")
  void carriesReferencesAndNoBlobs(Schema record) {
    // A sketch has a bound, and is what the event is about.
    assertThat(record.getFields())
        .filteredOn(f -> !f.doc().startsWith("DDSketch"))
        .extracting(f -> f.schema().getType())
        .as(record.getFullName())
        .doesNotContain(Schema.Type.BYTES, Schema.Type.FIXED, Schema.Type.MAP);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyTopic")
  void aTopicIsNamedAfterItsEvent(Topic topic) {
    Matcher name = TOPIC.matcher(topic.name());
    assertThat(name.matches()).as(topic.name()).isTrue();

    assertThat(topic.schema().getNamespace())
        .isEqualTo("dev.mintmark.events." + name.group(1) + ".v" + name.group(3));
    assertThat(topic.schema().getName()).isEqualTo(capital(name.group(1)) + capital(name.group(2)));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  @Test
  void everyEventHasATopicAndTheFileOfItsName() {
    assertThat(SchemaFolder.NEWEST.topLevel())
        .filteredOn(s -> !s.getNamespace().contains(".common."))
        .extracting(Schema::getFullName)
        .containsExactlyInAnyOrderElementsOf(
            everyTopic().stream().map(t -> t.schema().getFullName()).toList());
    assertThat(SchemaFolder.NEWEST.files())
        .allSatisfy(file ->
            assertThat(SchemaFolder.NEWEST.topLevel())
                .extracting(s -> (s.getNamespace() + "." + s.getName()).replace('.', '/'))
                .contains(
                    "dev/mintmark/events/"
                        + SchemaFolder.NEWEST
                            .path()
                            .relativize(file)
                            .toString()
                            .replace(".avsc", "")));
  }

  @Test
  void theGeneratedClassesAreOfTheseSchemas() {
    assertThat(everyTopic())
        .allSatisfy(t ->
            assertThat(SchemaNormalization.toParsingForm(t.schema()))
                .isEqualTo(
                    SchemaNormalization.toParsingForm(
                        SchemaFolder.NEWEST.schemas().get(t.schema().getFullName()))));
  }

  @Test
  void topicNamesStandInTheCatalogueOnly() throws IOException {
    Pattern literal = Pattern.compile("\"" + TOPIC.pattern());
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(Path.of("..").toRealPath(), new JavaSources(sources));

    assertThat(sources).filteredOn(f -> f.endsWith("TopicCatalogue.java")).hasSize(1);
    assertThat(sources)
        .filteredOn(f -> literal.matcher(read(f)).find())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("TopicCatalogue.java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Java of the product: neither tests nor what builds and running stacks leave behind. */
  private static final class JavaSources extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    private JavaSources(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      return name.startsWith(".") || List.of("target", "test", "node_modules").contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(".java")) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
