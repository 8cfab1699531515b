package dev.mintmark.gate.policy;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator wants of a rollout.
 *
 * @param name lower case, with single {@code - . _} inside
 * @param version 1 or more
 * @param stages 1 to 20; their percents rise strictly, the last one is 100
 * @param deadline longer than each soak: a stage that cannot decide by then is inconclusive
 * @param digest of the file
 */
public record Policy(
    String name,
    int version,
    List<Stage> stages,
    Duration deadline,
    GateRule gate,
    AbsoluteLimits absolute,
    Digest digest) {
  /** A longer policy is refused. */
  public static final int MAX_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final int MAX_STAGES = 20;

  public Policy {
    if (name.length() > 64 || !NAME.matcher(name).matches()) {
      throw InvalidPolicyException.range("name", "'" + name + "'", NAME.pattern());
    }
    Ranges.whole("version", version, 1, Integer.MAX_VALUE);
    stages = List.copyOf(stages);
    checkStages(stages);
    Ranges.duration("deadline", deadline, Duration.ofSeconds(1), Duration.ofDays(90));
    checkDeadline(stages, deadline);
  }

  /**
   * Reads a policy.
   *
   * @throws InvalidPolicyException for anything but a whole policy that a release could pass
   */
  public static Policy parse(byte[] yaml) {
    return PolicyDocument.read(yaml);
  }

  public List<BigDecimal> percents() {
    return stages.stream().map(Stage::percent).toList();
  }

  /**
   * Refuses a fleet for which the policy could never pass.
   *
   * @param devices devices of the rollout, by class
   * @param baseline whether there is a release to compare with
   * @throws InvalidPolicyException (GAT-007)
   */
  public void check(Map<String, Integer> devices, boolean baseline) {
    int all = devices.values().stream().mapToInt(Integer::intValue).sum();
    if (all == 0) {
      throw tooSmall(0, "no device is there", "enrol devices of the rollout's classes");
    }
    Plan plan = Cohorts.sketch(devices, percents());
    for (int stage = 0; stage < stages.size(); stage++) {
      require(stage, "reaches", plan.added(stage));
      if (baseline && !stages.get(stage).reachesAll()) {
        require(stage, "leaves for its baseline", plan.baseline(stage));
      }
    }
  }

  private void require(int stage, String does, List<Member> members) {
    int judged = judged(members);
    if (judged < gate.minimumDevices()) {
      throw tooSmall(
          stage,
          "stage "
              + (stage + 1)
              + " "
              + does
              + " "
              + judged
              + " devices, the policy wants "
              + gate.minimumDevices(),
          "enrol more devices, make the stage larger, or lower gate.minimumDevices");
    }
  }

  private int judged(Collection<Member> members) {
    return members.stream()
        .collect(Collectors.groupingBy(Member::deviceClass, Collectors.counting()))
        .values()
        .stream()
        .mapToInt(count -> (int) Math.min(count, gate.maximumDevices()))
        .sum();
  }

  private static InvalidPolicyException tooSmall(int stage, String found, String advice) {
    return new InvalidPolicyException("GAT-007", "stages[" + stage + "]", found, advice);
  }

  private static void checkStages(List<Stage> stages) {
    Ranges.whole("the number of stages", stages.size(), 1, MAX_STAGES);
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i).percent().compareTo(stages.get(i - 1).percent()) <= 0) {
        throw stagesAt(i, "it is not above the stage before", "percents must rise strictly");
      }
    }
    if (!stages.getLast().reachesAll()) {
      throw stagesAt(
          stages.size() - 1, "the last stage leaves devices out", "let it reach 100 percent");
    }
  }

  private static InvalidPolicyException stagesAt(int stage, String found, String advice) {
    return new InvalidPolicyException("GAT-005", "stages[" + stage + "].percent", found, advice);
  }

  private static void checkDeadline(List<Stage> stages, Duration deadline) {
    for (int i = 0; i < stages.size(); i++) {
      if (deadline.compareTo(stages.get(i).soak()) <= 0) {
        throw new InvalidPolicyException(
            "GAT-006",
            "stages[" + i + "].soak",
            "it ends after the deadline of " + deadline + ", so the stage could never pass",
            "make the deadline longer than each soak");
      }
    }
  }
}
