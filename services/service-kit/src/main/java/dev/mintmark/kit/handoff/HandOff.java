package dev.mintmark.kit.handoff;

import dev.mintmark.topics.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A step between two topics. A service offers one as a bean; the kit runs it.
 *
 * @param step the service's name: consumer group, transactional id, metric tag, source of its
 *     events
 */
public record HandOff<I extends SpecificRecord, O extends SpecificRecord>(
    String step, Topic from, Topic to, Step<I, O> work) {}
