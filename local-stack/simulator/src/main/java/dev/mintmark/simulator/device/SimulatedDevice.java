package dev.mintmark.simulator.device;

import dev.mintmark.simulator.plan.Fault;
import dev.mintmark.simulator.plan.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** One device: three loops, each on a virtual thread of its own. */
public final class SimulatedDevice {
  private final OrderLoop orders;
  private final HeartbeatLoop heartbeats;
  private final SendLoop sending;
  private final boolean isOffline;

  /**
   * Makes a device that is enrolled.
   *
   * @param phase from 0 to 1: devices of a fleet do not all send at the same moment
   */
  public SimulatedDevice(World world, Member member, String token, double phase) {
    Outbox outbox = new Outbox(world.state().of(member.device()).sequence());
    this.isOffline = member.has(Fault.OFFLINE);
    this.orders = new OrderLoop(world, member, token);
    this.heartbeats =
        new HeartbeatLoop(world, member, outbox, part(world.settings().heartbeat(), phase));
    this.sending =
        new SendLoop(world, member, token, outbox, part(world.settings().batch(), phase));
  }

  private static Duration part(Duration interval, double phase) {
    return Duration.ofNanos((long) (interval.toNanos() * phase));
  }

  /** Starts; the threads end when they are interrupted. */
  public List<Thread> start(ThreadFactory threads) {
    if (isOffline) {
      return List.of();
    }
    List<Thread> started =
        List.of(
            threads.newThread(() -> run(orders::run)),
            threads.newThread(() -> run(heartbeats::run)),
            threads.newThread(() -> run(sending::run)));
    started.forEach(Thread::start);
    return started;
  }

  /** Sends what waits, once; after the threads have ended. */
  public void sendTheRest() {
    if (!isOffline) {
      run(sending::send);
    }
  }

  @FunctionalInterface
  private interface Loop {
    void run() throws InterruptedException;
  }

  private static void run(Loop loop) {
    try {
      loop.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
