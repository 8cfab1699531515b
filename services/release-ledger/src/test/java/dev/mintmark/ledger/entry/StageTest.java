package dev.mintmark.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
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
        Arguments.of(List.of(Stage.REJECTED, Stage.PUBLISHED), Stage.PUBLISHED));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("states")
  void tellsTheStateOfASetOfStages(List<Stage> reached, Stage state) {
    int stages = reached.stream().mapToInt(Stage::bit).sum();

    assertThat(Stage.state(stages)).isEqualTo(state);
  }

  @Test
  void everyTopicOfTheCatalogueIsAStageInItsOrder() {
    assertThat(TopicCatalogue.releases()).extracting(Stage::of).containsExactly(Stage.values());
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
  void refusesAnEmptySet() {
    assertThatThrownBy(() -> Stage.state(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
