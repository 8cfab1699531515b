package dev.mintmark.canary.evidence;

import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.OffsetRange;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts evidence together from summaries and reports. Pure. */
final class EvidenceBuilder {
  private final Parts parts;
  private final Look look;
  private final Map<String, DeviceStanding> standing = new HashMap<>();

  EvidenceBuilder(Parts parts, Look look) {
    this.parts = parts;
    this.look = look;
    look.standing().forEach(s -> standing.put(s.device(), s));
  }

  Evidence build(List<OffsetRange> summaries) {
    List<DeviceEvidence> devices = new ArrayList<>();
    for (Member canary : look.plan().added(look.stage())) {
      devices.add(device(canary, Arm.CANARY, look.index(), smoke(canary)));
    }
    Digest baseline = look.baseline();
    if (baseline != null) {
      for (Member member : look.plan().baseline(look.stage())) {
        devices.add(device(member, Arm.BASELINE, baseline, Smoke.PASSED));
      }
    }
    return new Evidence(
        look.plan().rollout(),
        look.release(),
        look.index(),
        baseline,
        look.policy(),
        look.stage(),
        look.number(),
        look.isLast(),
        look.isPastDeadline(),
        look.before(),
        look.after(),
        devices,
        summaries);
  }

  private DeviceEvidence device(Member member, Arm arm, Digest expected, Smoke smoke) {
    @Nullable Digest claims =
        parts
            .claim(member.device(), look.after(), expected.toString())
            .filter(Digest::isDigest)
            .map(Digest::parse)
            .orElse(null);
    Digest baseline = look.baseline();
    return new DeviceEvidence(
        member.device(),
        member.deviceClass(),
        arm,
        smoke,
        claims,
        baseline == null
            ? Side.none()
            : parts.side(member.device(), look.before(), baseline.toString()),
        claims == null
            ? Side.none()
            : parts.side(member.device(), look.after(), claims.toString()));
  }

  private Smoke smoke(Member canary) {
    DeviceStanding device = standing.get(canary.device());
    if (device == null || device.kind() == null) {
      return Smoke.SILENT;
    }
    return switch (device.kind()) {
      case RUNNING -> device.runsItsOrder() ? Smoke.PASSED : Smoke.SILENT;
      case SMOKE_FAILED, REFUSED, ROLLED_BACK -> Smoke.FAILED;
      case ADMITTED, DOWNLOADED, SMOKE_PASSED -> Smoke.SILENT;
    };
  }
}
