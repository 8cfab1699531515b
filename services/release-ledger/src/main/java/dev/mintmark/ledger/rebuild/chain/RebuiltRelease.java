package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.Run;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a rebuild made of the release, up to its last hand-off.
 *
 * @param last digest of the last event's value
 * @param links what each step handed off
 * @param rejection how it ended, where it did before its end
 * @param broken why the chain cannot be followed to its request; empty for a whole one
 */
public record RebuiltRelease(
    Run run,
    Digest last,
    Map<Steps, Link> links,
    Optional<ReleaseRejected> rejection,
    Optional<String> broken) {
  public RebuiltRelease {
    links = Map.copyOf(links);
  }

  /** What the step handed off; empty where it made nothing. */
  public Optional<Link> of(Steps step) {
    return Optional.ofNullable(links.get(step));
  }

  /** The same with what each step says that it ran as. */
  public RebuiltRelease with(Map<Digest, String> toolchains) {
    Map<Steps, Link> named = new EnumMap<>(Steps.class);
    links.forEach((step, link) ->
        named.put(
            step,
            new Link(
                link.stage(),
                link.event(),
                link.bytes(),
                Optional.ofNullable(toolchains.get(link.value().digest())))));
    return new RebuiltRelease(run, last, named, rejection, broken);
  }
}
