package dev.mintmark.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.topics.TopicState.Found;
import dev.mintmark.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicStateTest {
  private static final WantedTopic WANTED = WantedTopic.of(TopicCatalogue.all()).getFirst();

  @Test
  void wantsEveryTopicOfTheCatalogueWithItsDeadLettersKeptForEver() {
    List<WantedTopic> wanted = WantedTopic.of(TopicCatalogue.all());

    assertThat(wanted).hasSize(2 * TopicCatalogue.all().size());
    assertThat(wanted)
        .extracting(WantedTopic::name)
        .startsWith("mintmark.build.requested.v1", "mintmark.build.requested.v1.dlq");
    assertThat(wanted)
        .filteredOn(
            topic -> topic.name().endsWith(".dlq") || topic.name().startsWith("mintmark.rollout."))
        .isNotEmpty()
        .allSatisfy(topic ->
            assertThat(topic.config())
                .containsEntry("retention.ms", "-1")
                .containsEntry("cleanup.policy", "delete"));
  }

  @Test
  void wantsOfATopicWhatTheCatalogueKeepsOfIt() {
    assertThat(WantedTopic.of(List.of(TopicCatalogue.DEVICE_HEARTBEAT)).getFirst().retention())
        .isEqualTo("7 days");
    assertThat(WantedTopic.of(List.of(TopicCatalogue.DEVICE_COUNTED)).getFirst().config())
        .containsEntry("cleanup.policy", "compact");
  }

  @Test
  void wantsRoomAmongDeadLettersForWhateverTheTopicTakes() {
    List<WantedTopic> wanted = WantedTopic.of(List.of(TopicCatalogue.IMAGE_BUILT));

    assertThat(wanted)
        .extracting(topic -> Integer.parseInt(topic.config().get("max.message.bytes")))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aTopicThatIsNotThereIsMissing() {
    assertThat(TopicState.of(WANTED, Optional.empty())).isEqualTo(new TopicState.Missing(WANTED));
  }

  @Test
  void aTopicMayHaveOtherSettingsThatTheCatalogueDoesNotName() {
    Map<String, String> config = new HashMap<>(WANTED.config());
    config.put("segment.bytes", "1");

    assertThat(TopicState.of(WANTED, Optional.of(new Found(WANTED.partitions(), config))))
        .isEqualTo(new TopicState.Same(WANTED));
  }

  @Test
  void namesEveryDifference() {
    TopicState state =
        TopicState.of(
            WANTED,
            Optional.of(
                new Found(3, Map.of("cleanup.policy", "compact", "retention.ms", "604800000"))));

    assertThat(state)
        .isEqualTo(
            new TopicState.Different(
                WANTED,
                List.of(
                    "3 partitions instead of 6",
                    "cleanup.policy is compact instead of delete",
                    "max.message.bytes is nothing instead of 1114112",
                    "retention.bytes is nothing instead of -1",
                    "retention.ms is 604800000 instead of -1")));
  }
}
