package dev.mintmark.ledger.collect.http;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.ledger.collect.sweep.Collected;
import dev.mintmark.ledger.collect.sweep.State;
import org.jspecify.annotations.Nullable;

/**
 * A collection as it is shown.
 *
 * @param state {@code running}, {@code done}, {@code refused} or {@code failed}
 * @param phase of one that runs: {@code log}, {@code store}, {@code removal}
 * @param done of {@code total}, which is 0 where nobody knows
 * @param problem of one that was refused or has failed
 */
public record CollectionView(
    String collection,
    String state,
    @Nullable String phase,
    long done,
    long total,
    @Nullable Collected result,
    @Nullable Problem problem) {

  /** Why it came to nothing. */
  public record Problem(String code, String message) {}

  static CollectionView of(String id, State state) {
    return switch (state) {
      case State.Running at ->
          new CollectionView(id, "running", at.phase(), at.done(), at.total(), null, null);
      case State.Done done -> new CollectionView(id, "done", null, 0, 0, done.collected(), null);
      case State.Refused refused ->
          new CollectionView(id, "refused", null, 0, 0, null, problem(refused.refusal()));
      case State.Failed failed ->
          new CollectionView(
              id, "failed", null, 0, 0, null, new Problem("LDG-003", failed.error()));
    };
  }

  private static Problem problem(Refusal refusal) {
    return new Problem(
        refusal.code(), refusal.subject() + ": " + refusal.found() + "; " + refusal.advice());
  }
}
