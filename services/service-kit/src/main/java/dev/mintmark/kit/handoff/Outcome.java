package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.refusal.Refusal;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a step made of an event. Broken infrastructure is an exception instead, and is tried again.
 */
public sealed interface Outcome<O extends SpecificRecord> {
  /** The next hand-off. */
  record Produced<O extends SpecificRecord>(O event) implements Outcome<O> {}

  /**
   * A recorded build request, to be the first event of a rebuild: its bytes as they are, whichever
   * schema they were written with.
   *
   * @param value of the request; an artifact
   */
  record Replayed<O extends SpecificRecord>(Run run, Digest value) implements Outcome<O> {}

  /** The release can never work. */
  record Rejected<O extends SpecificRecord>(Refusal refusal) implements Outcome<O> {}

  /** Nothing is to follow, because it followed already. */
  record Dropped<O extends SpecificRecord>(String reason) implements Outcome<O> {}
}
