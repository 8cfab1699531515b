package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects findings and tells each as it comes. */
final class FindingList {
  private final List<Finding> findings = new ArrayList<>();
  private final Consumer<Finding> each;
  private int signatures;

  FindingList(Consumer<Finding> each) {
    this.each = each;
  }

  void add(Finding finding) {
    findings.add(finding);
    each.accept(finding);
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

  Report report(String reference, Digest index) {
    return new Report(reference, index, findings, signatures);
  }
}
