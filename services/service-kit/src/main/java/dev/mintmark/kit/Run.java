package dev.mintmark.kit;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.regex.Pattern;

/**
 * What a hand-off is part of: the line that makes releases, or one rebuild that makes recorded ones
 * again.
 *
 * @param id {@code live}, or {@code rebuild-<n>}
 */
public record Run(String id) {
  /** The run of everything that may reach a device. */
  public static final Run LIVE = new Run("live");

  private static final Pattern REBUILD = Pattern.compile("rebuild-[1-9][0-9]{0,8}");

  public Run {
    if (!id.equals("live") && !isRebuild(id)) {
      throw new IllegalArgumentException("not a run: '" + id + "'; it is live or rebuild-<n>");
    }
  }

  /** Whether a rebuild may have that id. */
  public static boolean isRebuild(String id) {
    return REBUILD.matcher(id).matches();
  }

  public boolean isLive() {
    return id.equals("live");
  }

  /**
   * Where this run hands off what the line hands off on that topic.
   *
   * @throws IllegalArgumentException for a topic that a rebuild must never write or follow
   */
  public Topic topic(Topic topic) {
    if (isLive() || topic.equals(TopicCatalogue.REBUILD_PREPARED)) {
      return topic;
    }
    return TopicCatalogue.twin(topic)
        .orElseThrow(() ->
            new IllegalArgumentException("rebuild " + id + " has no topic for " + topic.name()));
  }

  /** The consumer group, and the base of the transactional id, of a step in this run. */
  public String member(String step) {
    return isLive() ? step : step + "." + id;
  }

  /**
   * Where this run's artifacts and pointers are: empty for the line's own, else ends with a slash.
   */
  public String prefix() {
    return isLive() ? "" : "rebuild/" + id + "/";
  }

  @Override
  public String toString() {
    return id;
  }
}
