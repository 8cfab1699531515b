package dev.mintmark.gate.judge;

import dev.mintmark.gate.policy.Metric;
import dev.mintmark.gate.verdict.Outcome;
import dev.mintmark.gate.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What speaks against the release, what is missing to decide, and what else is to be said. */
final class Findings {
  private final List<Reason> harm = new ArrayList<>();
  private final List<Reason> missing = new ArrayList<>();
  private final List<Reason> notes = new ArrayList<>();

  void harm(String code, @Nullable Metric metric, String text) {
    harm.add(new Reason(code, metric, text));
  }

  void missing(String code, @Nullable Metric metric, String text) {
    missing.add(new Reason(code, metric, text));
  }

  void note(String code, String text) {
    notes.add(new Reason(code, null, text));
  }

  /** Harm at any look; a promotion at the last one only, and only when nothing is missing. */
  Outcome outcome(boolean lastLook, boolean pastDeadline, String passed) {
    if (!harm.isEmpty()) {
      return new Outcome.RollBack(with(harm, notes));
    }
    if (lastLook && missing.isEmpty()) {
      return new Outcome.Promote(with(List.of(new Reason("GAT-140", null, passed)), notes));
    }
    if (pastDeadline) {
      Reason late = new Reason("GAT-129", null, "the deadline passed before the gate could decide");
      return new Outcome.Inconclusive(with(List.of(late), missing, notes));
    }
    if (lastLook) {
      return new Outcome.Hold(with(missing, notes));
    }
    Reason soaking = new Reason("GAT-128", null, "soaking: only the last look promotes");
    return new Outcome.Hold(with(List.of(soaking), missing, notes));
  }

  @SafeVarargs
  private static List<Reason> with(List<Reason>... lists) {
    List<Reason> reasons = new ArrayList<>();
    for (List<Reason> list : lists) {
      reasons.addAll(list);
    }
    return reasons;
  }
}
