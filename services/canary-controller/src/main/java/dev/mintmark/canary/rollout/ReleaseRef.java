package dev.mintmark.canary.rollout;

import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.Desired.Reason;

/**
 * A release as devices are ordered to run it.
 *
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index
 */
public record ReleaseRef(String name, String version, String repository, String tag, String index) {

  /** {@code name:version}. */
  public String id() {
    return name + ":" + version;
  }

  Desired desired(Reason reason, String rollout) {
    return new Desired(id(), repository, tag, index, reason, rollout);
  }
}
