package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Collects findings. */
final class FindingList {
  private final List<Finding> findings = new ArrayList<>();
  private int signatures;

  void add(Finding finding) {
    findings.add(finding);
  }

  /** All verdicts about one object as one finding: the first refusal speaks. */
  void add(String object, Artifact artifact, List<? extends Verdict<?>> verdicts, String good) {
    for (Verdict<?> verdict : verdicts) {
      if (verdict instanceof Verdict.Refused<?> refused) {
        add(new Finding(object, artifact.digest(), artifact.size(), false, refused.message()));
        return;
      }
    }
    signatures += verdicts.size();
    add(new Finding(object, artifact.digest(), artifact.size(), true, good));
  }

  Report report(String reference, Digest index, SortedMap<String, String> tested) {
    return new Report(reference, index, findings, signatures, tested);
  }
}
