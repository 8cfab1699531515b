package dev.mintmark.canary.evidence;

import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look at a stage, with all that evidence needs beside the summaries.
 *
 * @param release {@code name:version}
 * @param before the stage's orders
 * @param after its devices had settled
 * @param standing of every device that the rollout gave an order
 */
public record Look(
    String release,
    Digest index,
    @Nullable Digest baseline,
    Digest policy,
    Plan plan,
    int stage,
    int number,
    boolean isLast,
    boolean isPastDeadline,
    Window before,
    Window after,
    List<DeviceStanding> standing) {
  public Look {
    standing = List.copyOf(standing);
  }
}
