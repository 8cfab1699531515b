package dev.mintmark.kit.handoff;

import dev.mintmark.topics.Topic;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A step between two topics. A service offers one as a bean; the kit runs it.
 *
 * @param step the service's name, with a suffix where it has more than one: consumer group,
 *     transactional id, metric tag, source of its events
 * @param kind what it may read, and what a refusal does
 * @param inherits the consumer group that had this work on the line before there was this step; it
 *     starts where that one ended
 */
public record HandOff<I extends SpecificRecord, O extends SpecificRecord>(
    String step, Topic from, Topic to, Step<I, O> work, Kind kind, Optional<String> inherits) {

  /** Where a hand-off stands. */
  public enum Kind {
    /**
     * A step of the line: reads the run that its process is part of; a refusal rejects the release.
     */
    LINE,
    /**
     * Beside the line: reads live events about releases that have ended. A refusal concerns the
     * event, not the release: it is a dead letter.
     */
    DECISION,
    /**
     * Reads what every rebuild made, and answers on a live topic. A refusal is a dead letter: no
     * rebuild can reject a release.
     */
    JUDGEMENT
  }

  /** A step of the line. */
  public HandOff(String step, Topic from, Topic to, Step<I, O> work) {
    this(step, from, to, work, Kind.LINE);
  }

  public HandOff(String step, Topic from, Topic to, Step<I, O> work, Kind kind) {
    this(step, from, to, work, kind, Optional.empty());
  }

  /** The same, to start where that group ended. */
  public HandOff<I, O> inheriting(String group) {
    return new HandOff<>(step, from, to, work, kind, Optional.of(group));
  }

  /** The same with other work. */
  HandOff<I, O> doing(Step<I, O> other) {
    return new HandOff<>(step, from, to, other, kind, inherits);
  }

  /** The run of what it writes, given that of what it read. */
  String answersIn(String run) {
    return kind == Kind.JUDGEMENT ? EventHeaders.LIVE : run;
  }
}
