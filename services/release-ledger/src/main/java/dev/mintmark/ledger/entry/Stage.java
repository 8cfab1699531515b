package dev.mintmark.ledger.entry;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.Locale;
import java.util.Map;

/**
 * How far a release has come: one stage per topic. Ordinals are stored; the order never changes.
 */
public enum Stage {
  REQUESTED,
  INGESTED,
  QUANTIZED,
  BUILT,
  DOCUMENTED,
  SIGNED,
  PUBLISHED,
  REJECTED;

  private static final Map<Topic, Stage> BY_TOPIC =
      Map.of(
          TopicCatalogue.BUILD_REQUESTED, REQUESTED,
          TopicCatalogue.MODEL_INGESTED, INGESTED,
          TopicCatalogue.MODEL_QUANTIZED, QUANTIZED,
          TopicCatalogue.IMAGE_BUILT, BUILT,
          TopicCatalogue.SBOM_PUBLISHED, DOCUMENTED,
          TopicCatalogue.RELEASE_SIGNED, SIGNED,
          TopicCatalogue.RELEASE_PUBLISHED, PUBLISHED,
          TopicCatalogue.RELEASE_REJECTED, REJECTED);

  /**
   * The stage that a hand-off on this topic reaches.
   *
   * @throws IllegalArgumentException for a topic that no stage stands for
   */
  public static Stage of(Topic topic) {
    Stage stage = BY_TOPIC.get(topic);
    if (stage == null) {
      throw new IllegalArgumentException("no stage stands for topic " + topic.name());
    }
    return stage;
  }

  /** This stage's place in a set of stages. */
  public int bit() {
    return 1 << ordinal();
  }

  /**
   * The state of a release that has reached these stages, whatever the order in which they were
   * seen: visible wins, then refused, then the furthest.
   *
   * @param stages the {@link #bit}s, at least one
   */
  public static Stage state(int stages) {
    if ((stages & PUBLISHED.bit()) == 0 && (stages & REJECTED.bit()) != 0) {
      return REJECTED;
    }
    int furthest = Integer.highestOneBit(stages & (REJECTED.bit() - 1));
    if (furthest == 0) {
      throw new IllegalArgumentException("not a set of stages: " + stages);
    }
    return values()[Integer.numberOfTrailingZeros(furthest)];
  }

  /** As HTTP says it: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
