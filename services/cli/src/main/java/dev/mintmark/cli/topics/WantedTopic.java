package dev.mintmark.cli.topics;

import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A topic as the catalogue wants it.
 *
 * @param config Kafka's own names
 */
public record WantedTopic(String name, int partitions, SortedMap<String, String> config) {

  /** The topics and, after each, where its unreadable records go. */
  public static List<WantedTopic> of(List<Topic> catalogue) {
    List<WantedTopic> wanted = new ArrayList<>();
    for (Topic topic : catalogue) {
      wanted.add(new WantedTopic(topic.name(), topic.partitions(), topic.config()));
      wanted.add(
          new WantedTopic(topic.deadLetters(), topic.partitions(), topic.deadLetterConfig()));
    }
    return wanted;
  }

  /** For people: how long records stay. */
  public String retention() {
    if ("compact".equals(config.get("cleanup.policy"))) {
      return "last of each key";
    }
    long millis = Long.parseLong(config.getOrDefault("retention.ms", "-1"));
    return millis < 0 ? "for ever" : Duration.ofMillis(millis).toDays() + " days";
  }
}
