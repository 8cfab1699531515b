package dev.mintmark.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StageTest {
  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(List.of(Stage.REQUESTED), Stage.REQUESTED),
        Arguments.of(List.of(Stage.REQUESTED, Stage.BUILT), Stage.BUILT),
        Arguments.of(List.of(Stage.SIGNED), Stage.SIGNED),
        Arguments.of(List.of(Stage.REJECTED), Stage.REJECTED),
        Arguments.of(List.of(Stage.REQUESTED, Stage.QUANTIZED, Stage.REJECTED), Stage.REJECTED),
        Arguments.of(List.of(Stage.REJECTED, Stage.PUBLISHED), Stage.PUBLISHED),
        Arguments.of(List.of(Stage.REVOKED), Stage.REVOKED),
        Arguments.of(List.of(Stage.REJECTED, Stage.PUBLISHED, Stage.REVOKED), Stage.REVOKED));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("states")
  void tellsTheStateOfASetOfStages(List<Stage> reached, Stage state) {
    int stages = reached.stream().mapToInt(Stage::bit).sum();

    assertThat(Stage.state(stages)).isEqualTo(state);
  }

  @Test
  void everyHandOffIsAStageInTheOrderOfTheLine() {
    assertThat(TopicCatalogue.releases())
        .extracting(Stage::of)
        .filteredOn(stage -> stage != Stage.EVIDENCED)
        .containsExactly(Arrays.copyOf(Stage.values(), 8));
    assertThat(TopicCatalogue.releases())
        .extracting(Stage::of)
        .containsSequence(Stage.DOCUMENTED, Stage.EVIDENCED, Stage.SIGNED);
  }

  /** It came after the ordinals were stored, and the sixteenth bit of a smallint is its sign. */
  @Test
  void evidenceIsOfADocumentedRelease() {
    assertThat(Stage.EVIDENCED.bit()).isEqualTo(Stage.DOCUMENTED.bit());
    assertThat(Stage.EVIDENCED.isDecision()).isFalse();
    assertThat(Stage.EVIDENCED.ordinal()).as("ReleaseQueries sorts it by").isEqualTo(15);
  }

  @Test
  void everyDecisionIsAStageOfItsOwn() {
    assertThat(TopicCatalogue.decisions())
        .extracting(Stage::of)
        .containsExactlyInAnyOrder(Arrays.copyOfRange(Stage.values(), 8, 15))
        .allMatch(Stage::isDecision);
  }

  @Test
  void theViewsOfTheMigrationsCountOnTheseOrdinals() {
    assertThat(Stage.REVOKED.ordinal()).isEqualTo(8);
    assertThat(Stage.ORDERED.ordinal()).isEqualTo(9);
    assertThat(Stage.REPRODUCED.ordinal()).isEqualTo(11);
    assertThat(Arrays.stream(Stage.values()).mapToInt(Stage::bit))
        .as("bits of a smallint")
        .allMatch(bit -> bit <= Short.MAX_VALUE);
  }

  @Test
  void aTwinStandsWhereItsTopicDoes() {
    for (Topic topic : TopicCatalogue.releases()) {
      TopicCatalogue.twin(topic)
          .ifPresent(twin -> assertThat(Stage.of(twin)).isEqualTo(Stage.of(topic)));
    }
  }

  @Test
  void refusesATopicThatNoStageStandsFor() {
    Topic topic =
        new Topic(
            "other",
            TopicCatalogue.releases().getFirst().schema(),
            Topic.Form.RAW,
            1,
            new Topic.Kept.Forever(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> Stage.of(topic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  @Test
  void refusesASetThatSaysNothingOfTheRelease() {
    assertThatThrownBy(() -> Stage.state(Stage.REPRODUCED.bit()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Stage.state(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
