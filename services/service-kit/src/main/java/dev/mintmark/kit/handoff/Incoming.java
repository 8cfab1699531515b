package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import org.apache.avro.specific.SpecificRecord;

/**
 * An event to work on.
 *
 * @param value digest of the event's bytes, which are in the artifact store
 * @param position for telling a redelivery from a double; never part of an output
 * @param run {@code live}, or the id of a rebuild
 */
public record Incoming<I extends SpecificRecord>(
    I event, Digest value, ReleaseId release, Position position, String run) {

  /** The chain link of the answer to a build request. */
  public dev.mintmark.events.common.v1.HandOff firstLink() {
    return link(value);
  }

  /** The chain link of the answer to an event that carries one itself. */
  public dev.mintmark.events.common.v1.HandOff nextLink(dev.mintmark.events.common.v1.HandOff of) {
    return link(Digest.parse(of.getRequest()));
  }

  private dev.mintmark.events.common.v1.HandOff link(Digest request) {
    return new dev.mintmark.events.common.v1.HandOff(
        release.name(), release.version(), request.toString(), value.toString());
  }
}
