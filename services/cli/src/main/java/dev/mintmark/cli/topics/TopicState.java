package dev.mintmark.cli.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A topic of the catalogue, held against the cluster. */
public sealed interface TopicState {
  WantedTopic wanted();

  /** It is not there. */
  record Missing(WantedTopic wanted) implements TopicState {}

  /** It is as the catalogue says. */
  record Same(WantedTopic wanted) implements TopicState {}

  /** It is there and other than the catalogue says. */
  record Different(WantedTopic wanted, List<String> differences) implements TopicState {}

  /**
   * What the cluster has.
   *
   * @param config effective values
   */
  record Found(int partitions, Map<String, String> config) {}

  static TopicState of(WantedTopic wanted, Optional<Found> found) {
    if (found.isEmpty()) {
      return new Missing(wanted);
    }
    List<String> differences = new ArrayList<>();
    if (found.get().partitions() != wanted.partitions()) {
      differences.add(
          "%d partitions instead of %d".formatted(found.get().partitions(), wanted.partitions()));
    }
    wanted
        .config()
        .forEach((name, value) -> {
          String there = found.get().config().getOrDefault(name, "nothing");
          if (!there.equals(value)) {
            differences.add("%s is %s instead of %s".formatted(name, there, value));
          }
        });
    return differences.isEmpty() ? new Same(wanted) : new Different(wanted, differences);
  }
}
