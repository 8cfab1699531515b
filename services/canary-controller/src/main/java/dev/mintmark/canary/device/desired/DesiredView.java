package dev.mintmark.canary.device.desired;

import dev.mintmark.canary.fleet.Desired;
import java.util.Locale;

/**
 * An order, as a device reads it.
 *
 * @param order its sequence
 * @param release {@code name:version}
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index
 * @param reason {@code rollout} or {@code rollback}
 */
public record DesiredView(
    long order,
    String release,
    String repository,
    String tag,
    String index,
    String reason,
    String rollout) {

  static DesiredView of(long order, Desired desired) {
    return new DesiredView(
        order,
        desired.release(),
        desired.repository(),
        desired.tag(),
        desired.index(),
        desired.reason().name().toLowerCase(Locale.ROOT),
        desired.rollout());
  }
}
