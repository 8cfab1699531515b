package dev.mintmark.gate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.study.Policies;
import dev.mintmark.gate.study.Scenario;
import dev.mintmark.gate.study.SimulatedRollout;
import dev.mintmark.gate.verdict.Reason;
import dev.mintmark.gate.verdict.Verdict;
import dev.mintmark.sketch.LatencySketch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Evidence of a rollout that is good, ways to spoil it, and what a verdict says. */
final class Exhibits {
  static final byte[] YAML = Policies.yaml(10, 900, 5);
  static final Policy POLICY = Policy.parse(YAML);
  static final Predicate<DeviceEvidence> CANARY = d -> d.arm() == Arm.CANARY;
  static final Predicate<DeviceEvidence> BASELINE = d -> d.arm() == Arm.BASELINE;
  // Some more than the minimum, so that a few may be missing.
  static final Evidence GOOD = last(new Scenario(30, 10, 100, 0, 0, 0));

  private Exhibits() {}

  static Evidence last(Scenario scenario) {
    return new SimulatedRollout(7, scenario, POLICY).lastLook();
  }

  static Verdict judge(Evidence evidence) {
    Verdict verdict = Judge.judge(POLICY, evidence);
    assertThat(Recompute.same(YAML, evidence.write(), verdict.write()))
        .isEqualTo(new Recompute.Same());
    return verdict;
  }

  static List<String> codes(Verdict verdict) {
    return verdict.outcome().reasons().stream().map(Reason::code).toList();
  }

  static String texts(Verdict verdict) {
    return String.join("\n", verdict.outcome().reasons().stream().map(Reason::text).toList());
  }

  static Evidence with(
      Evidence e, Predicate<DeviceEvidence> which, UnaryOperator<DeviceEvidence> change) {
    return devices(e, e.devices().stream().map(d -> which.test(d) ? change.apply(d) : d).toList());
  }

  static Evidence devices(Evidence e, List<DeviceEvidence> devices) {
    return at(e, e.baselineIndex(), e.stage(), e.look(), e.lastLook(), e.pastDeadline(), devices);
  }

  static Evidence at(
      Evidence e,
      @Nullable Digest baseline,
      int stage,
      int look,
      boolean lastLook,
      boolean pastDeadline,
      List<DeviceEvidence> devices) {
    return new Evidence(
        e.rollout(),
        e.release(),
        e.index(),
        baseline,
        e.policyDigest(),
        stage,
        look,
        lastLook,
        pastDeadline,
        e.before(),
        e.after(),
        devices,
        e.summaries());
  }

  static Evidence pastDeadline(Evidence e) {
    return at(e, e.baselineIndex(), e.stage(), e.look(), e.lastLook(), true, e.devices());
  }

  static Evidence firstRelease(Evidence e) {
    return at(e, null, e.stage(), e.look(), e.lastLook(), e.pastDeadline(), e.arm(Arm.CANARY));
  }

  static Predicate<DeviceEvidence> first(int count, Predicate<DeviceEvidence> which) {
    AtomicInteger left = new AtomicInteger(count);
    return d -> which.test(d) && left.getAndDecrement() > 0;
  }

  static DeviceEvidence smoke(DeviceEvidence d, Smoke smoke) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), smoke, d.claims(), d.before(), d.after());
  }

  static DeviceEvidence claims(DeviceEvidence d, @Nullable Digest claims) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), d.smoke(), claims, d.before(), d.after());
  }

  static DeviceEvidence after(DeviceEvidence d, Side after) {
    return new DeviceEvidence(
        d.device(), d.deviceClass(), d.arm(), d.smoke(), d.claims(), d.before(), after);
  }

  static DeviceEvidence silent(DeviceEvidence d) {
    return after(claims(smoke(d, Smoke.SILENT), null), Side.none());
  }

  static Side side(long requests, long errors, long cpu, byte[] sketch) {
    return new Side(10, requests, errors, cpu, sketch);
  }

  static byte[] sketch(double micros, long count) {
    LatencySketch sketch = LatencySketch.empty();
    sketch.add(micros, count);
    return sketch.encode();
  }
}
