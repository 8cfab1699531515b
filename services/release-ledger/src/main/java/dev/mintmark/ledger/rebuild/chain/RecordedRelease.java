package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.kit.handoff.ReleaseId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A published release as the log has it.
 *
 * @param request digest of the build request that holds it
 * @param requested that request
 * @param links what each step handed off
 */
public record RecordedRelease(
    ReleaseId release, Digest request, BuildRequested requested, Map<Steps, Link> links) {
  public RecordedRelease {
    links = Map.copyOf(links);
  }

  /** What the step handed off; empty where the log has none. */
  public Optional<Link> of(Steps step) {
    return Optional.ofNullable(links.get(step));
  }

  /** What each step ran as, as far as it is known. */
  public Map<Steps, String> toolchains() {
    Map<Steps, String> toolchains = new EnumMap<>(Steps.class);
    links.forEach((step, link) -> link.toolchain().ifPresent(t -> toolchains.put(step, t)));
    return toolchains;
  }
}
