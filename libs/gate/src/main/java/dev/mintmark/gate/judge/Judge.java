package dev.mintmark.gate.judge;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.evidence.Evidence;
import dev.mintmark.gate.evidence.InvalidEvidenceException;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.verdict.Comparison;
import dev.mintmark.gate.verdict.Measurement;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Verdict;
import java.util.List;

/**
 * The gate's rule.
 *
 * <ol>
 *   <li>Smoke tests and absolute limits, on what canaries show after the change.
 *   <li>For each metric, van Elteren's rank test over device classes on how each device changed; a
 *       canary may change by the policy's margin more. Harm rolls back at any look.
 *   <li>Canaries that are missing never pass: below the minimum, or when more of them got lost than
 *       of the baseline, nothing is promoted.
 *   <li>Only the last look promotes; past the deadline the rest is inconclusive.
 * </ol>
 *
 * <p>Without a baseline (a first release, or a stage that reaches every device) the second step is
 * left out, and the verdict says so.
 */
public final class Judge {
  private Judge() {}

  /**
   * Judges.
   *
   * @throws InvalidEvidenceException (GAT-023, GAT-024) when the evidence is of another policy, or
   *     of a stage, look or arm that the policy does not have
   */
  public static Verdict judge(Policy policy, Evidence evidence) {
    requireSame(policy, evidence);
    boolean all = policy.stages().get(evidence.stage()).reachesAll();
    boolean compared = evidence.baselineIndex() != null && !all;
    if (!compared && !evidence.arm(Arm.BASELINE).isEmpty()) {
      throw new InvalidEvidenceException(
          "GAT-024", "has baseline devices where there is nothing to compare with");
    }
    Findings findings = new Findings();
    Census census = Census.of(evidence, compared, policy.gate());
    List<Measurement> measured = new LimitCheck(policy, census, findings).run();
    new Presence(policy.gate(), census, findings).check(compared);
    List<Comparison> comparisons =
        compared ? new ArmComparison(policy.gate(), census, findings).run() : List.of();
    if (!compared) {
      findings.note("GAT-132", noBaseline(evidence));
    }
    Outcome outcome =
        findings.outcome(evidence.lastLook(), evidence.pastDeadline(), passed(census, compared));
    return new Verdict(
        evidence.rollout(),
        evidence.release(),
        evidence.index(),
        evidence.stage(),
        evidence.look(),
        outcome,
        compared ? evidence.baselineIndex() : null,
        policy.digest(),
        Digest.of(evidence.write()),
        policy.gate().threshold(),
        comparisons,
        measured,
        census.tallies());
  }

  private static void requireSame(Policy policy, Evidence evidence) {
    if (!policy.digest().equals(evidence.policyDigest())) {
      throw new InvalidEvidenceException(
          "GAT-023",
          "was made for the policy " + evidence.policyDigest() + ", not " + policy.digest());
    }
    if (evidence.stage() >= policy.stages().size()) {
      throw new InvalidEvidenceException(
          "GAT-024",
          "is of stage " + evidence.stage() + ", the policy has " + policy.stages().size());
    }
    if (evidence.lastLook() && evidence.look() < policy.gate().looks()) {
      throw new InvalidEvidenceException(
          "GAT-024",
          "calls look " + evidence.look() + " the last, the policy has " + policy.gate().looks());
    }
  }

  private static String noBaseline(Evidence evidence) {
    return evidence.baselineIndex() == null
        ? "baseline: none; a first release is gated on smoke tests and absolute limits"
        : "baseline: none; the stage reaches every device and leaves none to compare with";
  }

  private static String passed(Census census, boolean compared) {
    String canaries = census.usable(Arm.CANARY) + " canaries are within the limits";
    return compared
        ? canaries
            + " and no worse than "
            + census.usable(Arm.BASELINE)
            + " baseline devices by more than the margin"
        : canaries;
  }
}
