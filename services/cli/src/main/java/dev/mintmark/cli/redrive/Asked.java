package dev.mintmark.cli.redrive;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;

/**
 * Which records to hand off again.
 *
 * @param topic of a hand-off that a step reads
 * @param deadLetters those of its dead letters, not its own
 * @param from first offset
 * @param to last offset, not below {@code from}
 */
public record Asked(Topic topic, boolean deadLetters, int partition, long from, long to) {
  private static final List<Topic> TOPICS =
      TopicCatalogue.releases().stream()
          .filter(topic -> !topic.equals(TopicCatalogue.RELEASE_PUBLISHED))
          .filter(topic -> !topic.equals(TopicCatalogue.RELEASE_REJECTED))
          .toList();
  private static final String DEAD_LETTERS = ".dlq";
  private static final int MOST = 10_000;

  public Asked {
    if (partition < 0 || from < 0 || to < from || to - from >= MOST) {
      throw usage(
          "partition %d, offsets %d to %d: give offsets from low to high, at most %d records"
              .formatted(partition, from, to, MOST));
    }
  }

  /** Records of a topic, or of its dead letters where the name ends so. */
  public static Asked of(String name, int partition, long from, long to) {
    boolean dead = name.endsWith(DEAD_LETTERS);
    String live = dead ? name.substring(0, name.length() - DEAD_LETTERS.length()) : name;
    Topic topic =
        TOPICS.stream()
            .filter(t -> t.name().equals(live))
            .findFirst()
            .orElseThrow(() ->
                usage(
                    "'%s' is no topic that a step hands off from; they are %s, and their dead letters"
                        .formatted(name, TOPICS.stream().map(Topic::name).toList())));
    return new Asked(topic, dead, partition, from, to);
  }

  /** Where the records stand. */
  String source() {
    return deadLetters ? topic.deadLetters() : topic.name();
  }

  /** The step that works on them. */
  String step() {
    return topic.readBy().getFirst();
  }

  private static CommandException usage(String found) {
    return new CommandException(Exit.USAGE, "CLI-107", "cannot redrive: " + found);
  }
}
