package dev.mintmark.canary.rollout;

import dev.mintmark.canary.outbox.Outbox;
import dev.mintmark.canary.state.OpenState;
import dev.mintmark.canary.state.OpenState.AwaitingApproval;
import dev.mintmark.canary.state.OpenState.Held;
import dev.mintmark.canary.state.OpenState.Pausable;
import dev.mintmark.canary.state.OpenState.Paused;
import dev.mintmark.canary.state.OpenState.Reversible;
import dev.mintmark.canary.state.RolloutState;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** What operators may do to a rollout. Blocks. */
@Singleton
public class Operator {
  private final Steps steps;
  private final Rollouts rollouts;
  private final Outbox outbox;
  private final Withdrawals withdrawals;

  Operator(Steps steps, Rollouts rollouts, Outbox outbox, Withdrawals withdrawals) {
    this.steps = steps;
    this.rollouts = rollouts;
    this.outbox = outbox;
    this.withdrawals = withdrawals;
  }

  /** What an operator wants. */
  public enum Wish {
    /** Lets a stage begin that waits for it; has a rollout judged again that is held. */
    APPROVE("CAN-060", "an operator approved it"),
    PAUSE("CAN-061", "an operator paused it"),
    RESUME("CAN-062", "an operator let it go on"),
    ABORT("CAN-063", "an operator aborted it"),
    ROLLBACK("CAN-064", "an operator rolled it back");

    private final String code;
    private final String reason;

    Wish(String code, String reason) {
      this.code = code;
      this.reason = reason;
    }
  }

  /**
   * Does it.
   *
   * @throws RolloutRefused 404 CAN-046 for no such rollout, 409 CAN-047 where its state does not
   *     allow it, 409 CAN-069 where devices would go back to a release that was revoked
   */
  public void want(String rollout, Wish wish) {
    if (wish == Wish.ROLLBACK) {
      withdrawals.requireWayBack(rollout);
    }
    try {
      steps.take(
          rollout,
          row -> Optional.of(Change.because(to(row, wish), wish.code, wish.reason)),
          (session, row) -> approval(session, row, wish));
    } catch (NoSuchElementException e) {
      throw RolloutRefused.unknown(rollout);
    }
  }

  private RolloutState to(RolloutRow row, Wish wish) {
    return switch (wish) {
      case APPROVE ->
          switch (row.state()) {
            case AwaitingApproval state -> state.deploy(rollouts.now());
            case Held state -> state.judgeAgain();
            case RolloutState state -> throw refused(row, wish);
          };
      case PAUSE -> row.state() instanceof Pausable state ? state.pause() : refuse(row, wish);
      case RESUME -> row.state() instanceof Paused state ? state.resume() : refuse(row, wish);
      case ABORT -> row.state() instanceof OpenState state ? state.abort() : refuse(row, wish);
      case ROLLBACK ->
          row.state() instanceof Reversible state
              ? state.rollBack(rollouts.now())
              : refuse(row, wish);
    };
  }

  private static RolloutState refuse(RolloutRow row, Wish wish) {
    throw refused(row, wish);
  }

  private static RolloutRefused refused(RolloutRow row, Wish wish) {
    return new RolloutRefused(
        409,
        "CAN-047",
        "rollout " + row.id,
        "it is " + row.phase + ", from where there is no step to " + wish,
        "see its state with GET /v1/rollouts/" + row.id);
  }

  private Uni<Void> approval(Mutiny.Session session, RolloutRow row, Wish wish) {
    if (wish != Wish.APPROVE) {
      return Uni.createFrom().voidItem();
    }
    return outbox.append(
        session,
        TopicCatalogue.ROLLOUT_APPROVED,
        row.release().id(),
        RolloutEvents.approved(row, row.sequence),
        RolloutEvents.approvedId(row, row.sequence),
        row.id);
  }
}
