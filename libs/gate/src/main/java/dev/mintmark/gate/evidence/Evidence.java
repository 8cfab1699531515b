package dev.mintmark.gate.evidence;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a stage is judged by.
 *
 * @param rollout id of the rollout; it seeds the order of devices
 * @param release {@code name:version}
 * @param index the image index that canaries should run
 * @param baselineIndex the one that the others run; absent for a first release
 * @param policyDigest of the policy's file
 * @param stage from 0
 * @param look from 1
 * @param lastLook whether the soak is over
 * @param pastDeadline whether there is no time left for another look
 * @param devices the stage's canaries and their baseline, sorted by device
 * @param summaries what was read of the log, by partition
 */
public record Evidence(
    String rollout,
    String release,
    Digest index,
    @Nullable Digest baselineIndex,
    Digest policyDigest,
    int stage,
    int look,
    boolean lastLook,
    boolean pastDeadline,
    Window before,
    Window after,
    List<DeviceEvidence> devices,
    List<OffsetRange> summaries) {

  /** Sorts devices and offset ranges; refuses a device or a partition that is named twice. */
  public Evidence {
    Syntax.label("rollout", rollout);
    Syntax.label("release", release);
    if (stage < 0 || look < 1) {
      throw new InvalidEvidenceException("GAT-021", "has stage " + stage + " and look " + look);
    }
    if (after.start() < before.end()) {
      throw new InvalidEvidenceException("GAT-021", "has windows that overlap");
    }
    if (index.equals(baselineIndex)) {
      throw new InvalidEvidenceException("GAT-021", "compares " + index + " with itself");
    }
    devices = devices.stream().sorted(Comparator.comparing(DeviceEvidence::device)).toList();
    refuseTwice(devices.stream().map(DeviceEvidence::device).toList());
    summaries = summaries.stream().sorted(Comparator.comparing(OffsetRange::partition)).toList();
    refuseTwice(summaries.stream().map(OffsetRange::partition).toList());
  }

  /**
   * Reads evidence.
   *
   * @throws InvalidEvidenceException (GAT-020, GAT-021) for anything but bytes that {@link #write}
   *     made
   */
  public static Evidence read(byte[] bytes) {
    return EvidenceJson.read(bytes);
  }

  /** The one form of this evidence. */
  public byte[] write() {
    return EvidenceJson.write(this);
  }

  public List<DeviceEvidence> arm(Arm arm) {
    return devices.stream().filter(device -> device.arm() == arm).toList();
  }

  /**
   * Refuses evidence whose arms are not those of the plan.
   *
   * @param plan as the rollout was planned
   * @throws InvalidEvidenceException (GAT-022) naming the first device that differs
   */
  public void checkArms(Plan plan) {
    if (!plan.rollout().equals(rollout) || stage >= plan.stages()) {
      throw new InvalidEvidenceException(
          "GAT-022", "is of stage " + stage + " of " + rollout + ", the plan of " + plan.rollout());
    }
    Map<String, String> planned = new TreeMap<>();
    plan.added(stage).forEach(m -> planned.put(m.device(), place(Arm.CANARY, m.deviceClass())));
    if (baselineIndex != null) {
      for (Member m : plan.baseline(stage)) {
        planned.put(m.device(), place(Arm.BASELINE, m.deviceClass()));
      }
    }
    Map<String, String> found = new TreeMap<>();
    devices.forEach(d -> found.put(d.device(), place(d.arm(), d.deviceClass())));
    refuseDifference(planned, found);
  }

  private static void refuseDifference(Map<String, String> planned, Map<String, String> found) {
    List<String> names = new ArrayList<>(planned.keySet());
    found.keySet().stream().filter(name -> !planned.containsKey(name)).forEach(names::add);
    for (String name : names) {
      String plan = planned.getOrDefault(name, "in no arm");
      String here = found.getOrDefault(name, "in no arm");
      if (!Objects.equals(plan, here)) {
        throw new InvalidEvidenceException(
            "GAT-022", "has " + name + " as " + here + "; the plan has it as " + plan);
      }
    }
  }

  private static String place(Arm arm, String deviceClass) {
    return arm + " of " + deviceClass;
  }

  private static <T> void refuseTwice(List<T> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        throw new InvalidEvidenceException("GAT-021", "names " + sorted.get(i) + " twice");
      }
    }
  }
}
