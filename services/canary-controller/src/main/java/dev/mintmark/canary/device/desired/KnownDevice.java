package dev.mintmark.canary.device.desired;

import dev.mintmark.canary.fleet.Desired;
import java.util.Optional;

/**
 * What the doors need to know of a device.
 *
 * @param generation of its enrolment: a token of another one is void
 * @param order sequence of its order, 0 while there is none
 */
public record KnownDevice(
    String device, String deviceClass, int generation, long order, Optional<Desired> desired) {

  public KnownDevice {
    if ((order == 0) != desired.isEmpty()) {
      throw new IllegalArgumentException(
          "device %s: order %d with desired state %s".formatted(device, order, desired));
    }
  }

  /**
   * The newest of both: news of commits may come in any order, and both sequences only ever rise.
   */
  KnownDevice newest(KnownDevice other) {
    KnownDevice enrolled = other.generation > generation ? other : this;
    KnownDevice ordered = other.order > order ? other : this;
    return new KnownDevice(
        device, enrolled.deviceClass, enrolled.generation, ordered.order, ordered.desired);
  }
}
