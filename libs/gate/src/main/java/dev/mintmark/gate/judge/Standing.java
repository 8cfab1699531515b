package dev.mintmark.gate.judge;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.policy.GateRule;
import org.jspecify.annotations.Nullable;

/** Whether a device's data can be used; every other standing is missing, and never passes. */
enum Standing {
  USABLE,
  SMOKE_FAILED,
  SILENT,
  OTHER_INDEX,
  INCONSISTENT,
  TOO_FEW;

  /**
   * @param expected the index that devices of this arm should run
   * @param compared whether the time before the change counts, too
   */
  static Standing of(
      DeviceEvidence device, @Nullable Digest expected, boolean compared, GateRule rule) {
    boolean canary = device.arm() == Arm.CANARY;
    if (canary && device.smoke() == Smoke.FAILED) {
      return SMOKE_FAILED;
    }
    if (device.claims() == null || (canary && device.smoke() == Smoke.SILENT)) {
      return SILENT;
    }
    if (!device.claims().equals(expected)) {
      return OTHER_INDEX;
    }
    if (contradicts(device.after()) || (compared && contradicts(device.before()))) {
      return INCONSISTENT;
    }
    boolean enough = enough(device.after(), rule) && (!compared || enough(device.before(), rule));
    return enough ? USABLE : TOO_FEW;
  }

  /** Every inference that did not fail has a latency. */
  private static boolean contradicts(Side side) {
    return side.latencies().count() != side.requests() - side.errors();
  }

  private static boolean enough(Side side, GateRule rule) {
    return side.heartbeats() >= rule.minimumHeartbeats()
        && side.requests() >= rule.minimumSamples();
  }
}
