package dev.mintmark.simulator.device;

import dev.mintmark.content.Digest;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.state.DeviceRecord;
import dev.mintmark.simulator.wire.Desired;
import dev.mintmark.simulator.wire.Order;
import dev.mintmark.simulator.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Asks for orders and carries them out, until it is interrupted or the device crashes. */
final class OrderLoop {
  /** A controller that answers at once must not be asked without end. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final World world;
  private final Member member;
  private final String token;
  private final Backoff backoff;
  private Optional<Digest> last = Optional.empty();

  OrderLoop(World world, Member member, String token) {
    this.world = world;
    this.member = member;
    this.token = token;
    this.backoff = new Backoff(world.seed().random("poll", member.device()));
  }

  void run() throws InterruptedException {
    while (!record().isCrashed()) {
      try {
        poll();
        backoff.reset();
      } catch (SupersededException e) {
        // The next poll brings the newer order.
      } catch (IOException | UncheckedIOException | WireException e) {
        world.tally().trouble(String.valueOf(e.getMessage()));
        backoff.pause();
      }
    }
  }

  private void poll() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Duration wait = world.settings().pollWait();
    switch (world.controller().desired(member.device(), token, record().order(), wait)) {
      case Desired.Unchanged unchanged -> pauseSince(begun, wait);
      case Desired.Nothing nothing -> pauseSince(begun, wait);
      case Desired.Ordered ordered -> carryOut(ordered.order());
    }
  }

  private static void pauseSince(long begun, Duration wait) throws InterruptedException {
    Duration least = wait.compareTo(LEAST) < 0 ? wait : LEAST;
    Duration rest = least.minusNanos(System.nanoTime() - begun);
    if (rest.isPositive()) {
      Thread.sleep(rest);
    }
  }

  /** The same once more comes from a device that lies: both would go round without a pause. */
  private void carryOut(Order order) throws IOException, InterruptedException {
    if (last.equals(Optional.of(order.index()))) {
      Thread.sleep(world.settings().batch());
    }
    last = Optional.of(order.index());
    new Update(world, member, token, order).run();
  }

  private DeviceRecord record() {
    return world.state().of(member.device());
  }
}
