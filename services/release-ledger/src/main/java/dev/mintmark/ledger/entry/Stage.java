package dev.mintmark.ledger.entry;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a release has come, and what was decided about it: one stage per topic and its twin.
 * Ordinals are stored, also in the views of the migrations; the order never changes, and a later
 * one comes last.
 */
public enum Stage {
  REQUESTED,
  INGESTED,
  QUANTIZED,
  BUILT,
  DOCUMENTED,
  SIGNED,
  PUBLISHED,
  REJECTED,
  REVOKED,
  ORDERED,
  PREPARED,
  REPRODUCED,
  ATTESTED,
  ATTACHED,
  WITHDRAWN,
  /** Of the line, between {@link #DOCUMENTED} and {@link #SIGNED}. */
  EVIDENCED;

  private static final Map<Topic, Stage> BY_TOPIC = byTopic();

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

  private static Map<Topic, Stage> byTopic() {
    Map<Topic, Stage> stages =
        new HashMap<>(
            Map.of(
                TopicCatalogue.BUILD_REQUESTED, REQUESTED,
                TopicCatalogue.MODEL_INGESTED, INGESTED,
                TopicCatalogue.MODEL_QUANTIZED, QUANTIZED,
                TopicCatalogue.IMAGE_BUILT, BUILT,
                TopicCatalogue.SBOM_PUBLISHED, DOCUMENTED,
                TopicCatalogue.RELEASE_SIGNED, SIGNED,
                TopicCatalogue.RELEASE_PUBLISHED, PUBLISHED,
                TopicCatalogue.RELEASE_REJECTED, REJECTED,
                TopicCatalogue.RELEASE_REVOKED, REVOKED));
    // What a rebuild hands off stands where the line's own does.
    List.copyOf(stages.entrySet())
        .forEach(s -> TopicCatalogue.twin(s.getKey()).ifPresent(t -> stages.put(t, s.getValue())));
    stages.put(TopicCatalogue.REBUILD_ORDERED, ORDERED);
    stages.put(TopicCatalogue.REBUILD_PREPARED, PREPARED);
    stages.put(TopicCatalogue.RELEASE_REPRODUCED, REPRODUCED);
    stages.put(TopicCatalogue.VERDICT_SIGNED, ATTESTED);
    stages.put(TopicCatalogue.VERDICT_PUBLISHED, ATTACHED);
    stages.put(TopicCatalogue.RELEASE_WITHDRAWN, WITHDRAWN);
    stages.put(TopicCatalogue.EVIDENCE_ATTESTED, EVIDENCED);
    return Map.copyOf(stages);
  }

  /** Whether it is decided beside the line: its event's words are kept. */
  boolean isDecision() {
    return compareTo(REVOKED) >= 0 && this != EVIDENCED;
  }

  /** This stage's place in a set of stages; evidence is of a release that is documented. */
  public int bit() {
    return 1 << (this == EVIDENCED ? DOCUMENTED : this).ordinal();
  }

  /**
   * The state of a release that has reached these stages, whatever the order in which they were
   * seen: withdrawn wins, then visible, then refused, then the furthest. Stages of a rebuild say
   * nothing of the release.
   *
   * @param stages the {@link #bit}s, at least one of the line or {@link #REVOKED}
   */
  public static Stage state(int stages) {
    if ((stages & REVOKED.bit()) != 0) {
      return REVOKED;
    }
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
