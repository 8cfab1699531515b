package dev.mintmark.canary.rollout;

import dev.mintmark.canary.state.RolloutState;
import dev.mintmark.content.Artifact;
import dev.mintmark.gate.evidence.OffsetRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step to take.
 *
 * @param code stable code of the reason
 * @param reason for people
 * @param judgement where a verdict makes or keeps the state
 */
record Change(
    RolloutState to, @Nullable String code, @Nullable String reason, @Nullable Judged judgement) {

  /**
   * A verdict and what it was made of.
   *
   * @param outcome as the log names it
   */
  record Judged(
      int look, String outcome, Artifact verdict, Artifact evidence, List<OffsetRange> summaries) {
    Judged {
      summaries = List.copyOf(summaries);
    }
  }

  static Change to(RolloutState to) {
    return new Change(to, null, null, null);
  }

  static Change because(RolloutState to, String code, String reason) {
    return new Change(to, code, reason, null);
  }
}
