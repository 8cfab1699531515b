package dev.mintmark.gate.evidence;

import dev.mintmark.content.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One device.
 *
 * @param claims the image index that its heartbeats after the change name; absent when it sent none
 * @param before counted while it ran the release before
 * @param after counted since the stage was deployed, by heartbeats that name {@code claims}
 */
public record DeviceEvidence(
    String device,
    String deviceClass,
    Arm arm,
    Smoke smoke,
    @Nullable Digest claims,
    Side before,
    Side after) {
  public DeviceEvidence {
    Syntax.name("device", device);
    Syntax.name("device class", deviceClass);
  }
}
