package dev.mintmark.gate.study;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.DeviceEvidence;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.OffsetRange;
import dev.mintmark.gate.evidence.Side;
import dev.mintmark.gate.evidence.Smoke;
import dev.mintmark.gate.evidence.Window;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.sketch.LatencySketch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The first stage of a rollout, simulated: devices differ (log-median sd 0.2, 2 % of them 1.8 times
 * as slow), heartbeats differ (sd 0.05), everything gets 7 % slower between before and after, each
 * device drifts (sd 0.05), and the second class is 1.6 times as slow as the first.
 */
public final class SimulatedRollout {
  private static final String[] CLASSES = {"cpu-amd64", "cpu-arm64"};
  private static final double[] NORMAL = normal();
  private static final double ERROR_RATE = 0.001;

  public static final Digest NEW = Digest.of(new byte[] {1});
  public static final Digest OLD = Digest.of(new byte[] {0});

  private final String id;
  private final Scenario scenario;
  private final Policy policy;
  private final Plan plan;
  private final List<Simulated> devices = new ArrayList<>();

  private record Simulated(Member member, Arm arm, Side before, List<Side> afterByLook) {}

  public SimulatedRollout(long seed, Scenario scenario, Policy policy) {
    this.id = "face-detect-1.0.1-" + seed;
    this.scenario = scenario;
    this.policy = policy;
    this.plan = Cohorts.plan(id, fleet(), List.of(new BigDecimal(5), new BigDecimal(100)));
    SplittableRandom random = new SplittableRandom(seed);
    plan.added(0).forEach(m -> devices.add(simulate(m, Arm.CANARY, random.split())));
    plan.baseline(0).forEach(m -> devices.add(simulate(m, Arm.BASELINE, random.split())));
  }

  private List<Member> fleet() {
    List<Member> fleet = new ArrayList<>();
    for (String deviceClass : CLASSES) {
      for (int i = 0; i < scenario.perClass() * 20; i++) {
        fleet.add(new Member(deviceClass + "-" + i, deviceClass));
      }
    }
    return fleet;
  }

  public Plan plan() {
    return plan;
  }

  public Evidence lastLook() {
    return look(policy.gate().looks());
  }

  /** The evidence of a look, from 1. */
  public Evidence look(int look) {
    return evidence(policy, look, look);
  }

  /** All that this rollout saw, as the first look of a policy with one. */
  public Evidence onlyLook(Policy policyOfOneLook) {
    return evidence(policyOfOneLook, 1, policy.gate().looks());
  }

  private Evidence evidence(Policy judged, int look, int seen) {
    List<DeviceEvidence> evidence =
        devices.stream()
            .map(d ->
                new DeviceEvidence(
                    d.member.device(),
                    d.member.deviceClass(),
                    d.arm,
                    Smoke.PASSED,
                    d.arm == Arm.CANARY ? NEW : OLD,
                    d.before,
                    d.afterByLook.get(seen - 1)))
            .toList();
    return new Evidence(
        id,
        "face-detect:v1.0.1",
        NEW,
        OLD,
        judged.digest(),
        0,
        look,
        look == judged.gate().looks(),
        false,
        new Window(0, 1_800_000),
        new Window(1_860_000, 3_660_000),
        evidence,
        List.of(new OffsetRange(0, 5, 500), new OffsetRange(1, 0, 433)));
  }

  /** All latencies of an arm after the change, as if they were one device's. */
  public LatencySketch merged(Arm arm) {
    LatencySketch sum = LatencySketch.empty();
    devices.stream()
        .filter(d -> d.arm == arm)
        .forEach(d -> sum.mergeEncoded(d.afterByLook.getLast().sketch()));
    return sum;
  }

  private Simulated simulate(Member member, Arm arm, SplittableRandom random) {
    double median = member.deviceClass().equals(CLASSES[0]) ? 5_000 : 8_000;
    median *= Math.exp(0.2 * random.nextGaussian()) * (random.nextDouble() < 0.02 ? 1.8 : 1);
    double[] shape = shape(Math.max(0.2, 0.45 + 0.05 * random.nextGaussian()));
    double cpu = 300 * Math.exp(0.2 * random.nextGaussian());

    Counting before = new Counting(random, shape, median, ERROR_RATE, cpu);
    for (int i = 0; i < scenario.heartbeats(); i++) {
      before.heartbeat(scenario.inferences());
    }
    boolean canary = arm == Arm.CANARY;
    double drift = 1.07 * Math.exp(0.05 * random.nextGaussian());
    Counting after =
        new Counting(
            random,
            shape,
            median * drift * (canary ? 1 + scenario.slower() : 1),
            ERROR_RATE + (canary ? scenario.failing() : 0),
            cpu * drift * (canary ? 1 + scenario.cpu() : 1));
    return new Simulated(member, arm, before.side(), sidesByLook(after));
  }

  private List<Side> sidesByLook(Counting after) {
    int looks = policy.gate().looks();
    List<Side> sides = new ArrayList<>();
    for (int i = 0, look = 1; look <= looks; look++) {
      for (; i < scenario.heartbeats() * look / looks; i++) {
        after.heartbeat(scenario.inferences());
      }
      sides.add(after.side());
    }
    return sides;
  }

  private static double[] shape(double sigma) {
    double[] shape = new double[NORMAL.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Math.exp(sigma * NORMAL[i]);
    }
    return shape;
  }

  private static double[] normal() {
    SplittableRandom random = new SplittableRandom(1);
    double[] normal = new double[4096];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = random.nextGaussian();
    }
    return normal;
  }

  /** What a device counts. */
  private static final class Counting {
    private final SplittableRandom random;
    private final double[] shape;
    private final double median;
    private final double errorRate;
    private final double cpu;
    private final LatencySketch latencies = LatencySketch.empty();
    private int heartbeats;
    private long requests;
    private long errors;
    private long cpuPermille;

    Counting(SplittableRandom random, double[] shape, double median, double errorRate, double cpu) {
      this.random = random;
      this.shape = shape;
      this.median = median;
      this.errorRate = errorRate;
      this.cpu = cpu;
    }

    void heartbeat(int inferences) {
      double scale = median * Math.exp(0.05 * random.nextGaussian());
      int failed = Math.min(inferences, poisson(inferences * errorRate));
      for (int i = failed; i < inferences; i++) {
        latencies.add(scale * shape[random.nextInt(shape.length)]);
      }
      heartbeats++;
      requests += inferences;
      errors += failed;
      cpuPermille += Math.round(cpu * Math.exp(0.05 * random.nextGaussian()));
    }

    private int poisson(double mean) {
      double limit = Math.exp(-mean);
      int count = 0;
      for (double product = random.nextDouble(); product > limit; count++) {
        product *= random.nextDouble();
      }
      return count;
    }

    Side side() {
      return new Side(heartbeats, requests, errors, cpuPermille, latencies.encode());
    }
  }
}
