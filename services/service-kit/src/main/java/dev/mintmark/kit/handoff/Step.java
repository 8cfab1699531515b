package dev.mintmark.kit.handoff;

import org.apache.avro.specific.SpecificRecord;

/**
 * One step of the line: a pure function of the event and of the artifacts that it names. It may be
 * called again with the same event, in this process or another; it writes artifacts by digest and
 * nothing else.
 */
@FunctionalInterface
public interface Step<I extends SpecificRecord, O extends SpecificRecord> {
  /**
   * Works on one event, for minutes if need be.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException when it can never work: the same as {@link
   *     Outcome.Rejected}
   * @throws Exception anything else may work later: the event is tried again until it does, or
   *     until the step's own code has failed on it in the same way so often that it always will
   *     (KIT-021)
   */
  Outcome<O> apply(Incoming<I> incoming) throws Exception;
}
