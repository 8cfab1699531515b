package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventVersions;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Follows a rebuild's hand-offs back by digest, in the rebuild's own place. */
public final class RebuiltReleases {
  private final ArtifactStore made;

  /**
   * @param made what the rebuild's steps stored
   */
  public RebuiltReleases(ArtifactStore made) {
    this.made = made;
  }

  /**
   * A rebuild that came to its end.
   *
   * @param bytes the value of its last event, as it stands in the log
   */
  public RebuiltRelease prepared(Run run, Incoming<RebuildPrepared> incoming, byte[] bytes) {
    Link last = new Link(Steps.SIGN.rebuilt(), incoming.event(), bytes, Optional.empty());
    Map<Steps, Link> links = new EnumMap<>(Steps.class);
    links.put(Steps.SIGN, last);
    Optional<String> broken = follow(links, incoming.event().getHandOff(), Steps.SIGN);
    return new RebuiltRelease(run, incoming.value(), links, Optional.empty(), broken);
  }

  /** A rebuild that a step refused to go on with. */
  public RebuiltRelease rejected(Run run, Incoming<ReleaseRejected> incoming) {
    ReleaseRejected event = incoming.event();
    Map<Steps, Link> links = new EnumMap<>(Steps.class);
    Optional<String> broken =
        Steps.of(event.getStep())
            .map(step -> follow(links, event.getHandOff(), step))
            .orElseGet(() -> Optional.of("no step of a rebuild is called " + event.getStep()));
    return new RebuiltRelease(run, incoming.value(), links, Optional.of(event), broken);
  }

  /**
   * Reads what came before a step's answer.
   *
   * @return why it cannot be followed
   */
  private Optional<String> follow(Map<Steps, Link> links, HandOff answer, Steps by) {
    HandOff place = answer;
    for (int i = by.ordinal() - 1; i >= 0; i--) {
      Steps step = Steps.values()[i];
      String digest = place.getPrevious();
      try {
        byte[] bytes = made.read(Digest.parse(digest), EventCodec.MAX_BYTES);
        SpecificRecord event = new EventVersions<>(RecordedReleases.type(step)).read(bytes);
        place = (HandOff) event.get(event.getSchema().getField("handOff").pos());
        if (!place.getRequest().equals(answer.getRequest())) {
          return Optional.of("the rebuild's " + step.step() + " answered another request");
        }
        links.put(step, new Link(step.rebuilt(), event, bytes, Optional.empty()));
      } catch (RefusedException | UnreadableException | IllegalArgumentException e) {
        return Optional.of(
            "the rebuild names "
                + digest
                + " as what "
                + step.step()
                + " handed off, and it is not: "
                + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
