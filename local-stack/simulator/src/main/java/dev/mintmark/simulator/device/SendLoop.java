package dev.mintmark.simulator.device;

import dev.mintmark.simulator.event.Tally.Kind;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.wire.Batch;
import dev.mintmark.simulator.wire.Sent;
import dev.mintmark.simulator.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sends what waits, at each interval of sending, until telemetry has taken it. */
final class SendLoop {
  private final World world;
  private final Member member;
  private final String token;
  private final Outbox outbox;
  private final Pace pace;
  private final Backoff backoff;

  /**
   * @param first time to the first batch
   */
  SendLoop(World world, Member member, String token, Outbox outbox, Duration first) {
    this.world = world;
    this.member = member;
    this.token = token;
    this.outbox = outbox;
    this.pace = new Pace(world.settings().batch(), first);
    this.backoff = new Backoff(world.seed().random("send", member.device()));
  }

  void run() throws InterruptedException {
    while (!world.state().of(member.device()).isCrashed()) {
      pace.await();
      while (!send()) {
        backoff.pause();
      }
      backoff.reset();
    }
  }

  /** Sends what waits; false when that has to be tried again. */
  boolean send() throws InterruptedException {
    Optional<Batch> waiting = outbox.next();
    if (waiting.isEmpty()) {
      return true;
    }
    Batch batch = waiting.get();
    try {
      boolean isDone = settle(batch, world.telemetry().send(member, token, batch));
      world.state().change(member.device(), record -> record.withSequence(outbox.last()));
      return isDone;
    } catch (IOException | WireException e) {
      outbox.lost(batch);
      world.tally().trouble(String.valueOf(e.getMessage()));
      return false;
    } catch (InterruptedException e) {
      outbox.lost(batch);
      throw e;
    }
  }

  private boolean settle(Batch batch, Sent answer) {
    return switch (answer) {
      case Sent.Taken taken -> {
        outbox.remove(batch);
        world.tally().add(Kind.TAKEN, batch.beats().size());
        yield true;
      }
      case Sent.Behind behind -> {
        world.tally().add(Kind.TAKEN_BEFORE, outbox.behind(behind.lastSequence()));
        world.tally().add(Kind.BEHIND, 1);
        yield false;
      }
      case Sent.Denied denied -> {
        world.tally().trouble("cannot send heartbeats of " + member.device() + ": " + denied.why());
        yield false;
      }
      case Sent.Refused refused -> {
        outbox.remove(batch);
        world.tally().add(Kind.REFUSED, batch.beats().size());
        world.tally().trouble("heartbeats of " + member.device() + " refused: " + refused.why());
        yield true;
      }
    };
  }
}
