package dev.mintmark.ledger.projection;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import java.util.stream.Stream;

/** What the ledger reads. */
final class ProjectedTopics {
  static final List<Topic> ALL =
      Stream.of(
              TopicCatalogue.releases(),
              TopicCatalogue.decisions(),
              TopicCatalogue.twins(),
              List.of(
                  TopicCatalogue.ROLLOUT_REQUESTED,
                  TopicCatalogue.ROLLOUT_APPROVED,
                  TopicCatalogue.ROLLOUT_CHANGED,
                  TopicCatalogue.DEVICE_ENROLLED,
                  TopicCatalogue.DEVICE_REPORTED))
          .flatMap(List::stream)
          .toList();

  private ProjectedTopics() {}
}
