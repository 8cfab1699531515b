package dev.mintmark.ledger.rebuild.order;

import dev.mintmark.events.rebuild.v1.ToolchainChoice;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One rebuild: the releases that one set of steps makes again.
 *
 * @param since when it was ordered; nothing of it stands before in the log
 * @param toolchains recorded ones, by step; a step without has none
 */
public record OrderedRun(
    Run run,
    Instant since,
    ToolchainChoice toolchain,
    Map<Steps, String> toolchains,
    List<ReleaseId> releases) {
  public OrderedRun {
    toolchains = Map.copyOf(toolchains);
    releases = List.copyOf(releases);
  }
}
