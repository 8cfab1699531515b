package dev.mintmark.ledger.rebuild.order;

import dev.mintmark.events.rebuild.v1.ToolchainChoice;
import dev.mintmark.kit.handoff.ReleaseId;
import java.util.List;

/**
 * What an operator asks for.
 *
 * @param releases at least one, without doubles
 */
public record Order(List<ReleaseId> releases, ToolchainChoice toolchain) {
  public Order {
    releases = releases.stream().distinct().toList();
    if (releases.isEmpty()) {
      throw new IllegalArgumentException("an order to rebuild nothing");
    }
    if (toolchain == ToolchainChoice.UNKNOWN) {
      throw new IllegalArgumentException("an order with an unknown toolchain");
    }
  }
}
