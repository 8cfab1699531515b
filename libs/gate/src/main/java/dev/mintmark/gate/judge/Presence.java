package dev.mintmark.gate.judge;

import dev.mintmark.gate.evidence.Arm;
import dev.mintmark.gate.policy.GateRule;
import dev.mintmark.gate.verdict.Tally;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Whether enough devices are there to judge by. */
final class Presence {
  private final GateRule rule;
  private final Census census;
  private final Findings findings;

  Presence(GateRule rule, Census census, Findings findings) {
    this.rule = rule;
    this.census = census;
    this.findings = findings;
  }

  void check(boolean compared) {
    require(Arm.CANARY, "canaries");
    if (compared) {
      require(Arm.BASELINE, "baseline devices");
      oneSided();
    } else {
      missingPart();
    }
  }

  private void require(Arm arm, String what) {
    int usable = census.usable(arm);
    if (usable < rule.minimumDevices()) {
      findings.missing(
          "GAT-121",
          null,
          usable
              + " "
              + what
              + " can be judged, the policy wants "
              + rule.minimumDevices()
              + "; missing: "
              + missing(arm));
    }
  }

  private String missing(Arm arm) {
    List<Tally> tallies =
        census.tallies().stream().filter(t -> t.arm() == arm && t.missing() > 0).toList();
    return tallies.isEmpty()
        ? "none, the arm is too small"
        : tallies.stream().map(Presence::describe).collect(Collectors.joining("; "));
  }

  private static String describe(Tally tally) {
    StringBuilder text = new StringBuilder();
    text.append(tally.missing()).append(" of ").append(tally.planned());
    text.append(" of ").append(tally.deviceClass());
    String separator = " (";
    separator = append(text, separator, tally.smokeFailed(), "failed the smoke test");
    separator = append(text, separator, tally.silent(), "silent");
    separator = append(text, separator, tally.otherIndex(), "run another index");
    separator = append(text, separator, tally.inconsistent(), "contradict themselves");
    append(text, separator, tally.tooFew(), "with too few heartbeats or inferences");
    return text.append(')').toString();
  }

  private static String append(StringBuilder text, String separator, int count, String what) {
    if (count == 0) {
      return separator;
    }
    text.append(separator).append(count).append(' ').append(what);
    return ", ";
  }

  private void oneSided() {
    for (String deviceClass : census.classes()) {
      int canaries = census.usable(deviceClass, Arm.CANARY).size();
      int baselines = census.usable(deviceClass, Arm.BASELINE).size();
      if (canaries == 0 || baselines == 0) {
        findings.note(
            "GAT-131",
            "the class "
                + deviceClass
                + " is not counted as evidence: it has "
                + canaries
                + " canaries and "
                + baselines
                + " baseline devices that can be judged");
      }
    }
  }

  /** Without a baseline, nothing tells how many devices are missing on any day. */
  private void missingPart() {
    for (Tally tally : census.tallies()) {
      BigDecimal allowed = rule.maximumMissing().multiply(BigDecimal.valueOf(tally.planned()));
      if (tally.arm() == Arm.CANARY && BigDecimal.valueOf(tally.missing()).compareTo(allowed) > 0) {
        findings.missing(
            "GAT-125",
            null,
            "more than "
                + rule.maximumMissing().toPlainString()
                + " of the canaries are missing: "
                + describe(tally));
      }
    }
  }
}
