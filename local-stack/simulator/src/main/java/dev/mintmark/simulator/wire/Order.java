package dev.mintmark.simulator.wire;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;

/**
 * What a device is told to run.
 *
 * @param order its sequence, 1 or more
 * @param release {@code name:version}
 * @param isRollback whether it leads back to an earlier release
 */
public record Order(
    long order,
    String release,
    RepositoryName repository,
    Tag tag,
    Digest index,
    boolean isRollback) {
  public Order {
    if (order < 1) {
      throw new IllegalArgumentException("an order has a number above 0, not " + order);
    }
  }
}
