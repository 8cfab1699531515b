package dev.mintmark.gate.verdict;

import java.util.List;

/** What the gate says. */
public sealed interface Outcome {
  List<Reason> reasons();

  /** As verdicts and events name it. */
  default String word() {
    return switch (this) {
      case Promote promote -> "PROMOTE";
      case Hold hold -> "HOLD";
      case RollBack rollBack -> "ROLL_BACK";
      case Inconclusive inconclusive -> "INCONCLUSIVE";
    };
  }

  /** The stage is passed. Only the last look of a soak says so. */
  record Promote(List<Reason> reasons) implements Outcome {
    public Promote {
      reasons = List.copyOf(reasons);
    }
  }

  /** Not yet: look again. */
  record Hold(List<Reason> reasons) implements Outcome {
    public Hold {
      reasons = List.copyOf(reasons);
    }
  }

  /** The release does harm: its canaries go back. */
  record RollBack(List<Reason> reasons) implements Outcome {
    public RollBack {
      reasons = List.copyOf(reasons);
    }
  }

  /** There is no time left, and not enough to decide by: an operator must. */
  record Inconclusive(List<Reason> reasons) implements Outcome {
    public Inconclusive {
      reasons = List.copyOf(reasons);
    }
  }
}
