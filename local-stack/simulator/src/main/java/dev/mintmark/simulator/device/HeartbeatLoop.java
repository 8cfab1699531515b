package dev.mintmark.simulator.device;

import dev.mintmark.simulator.event.Tally;
import dev.mintmark.simulator.latency.Counted;
import dev.mintmark.simulator.latency.LatencyPool;
import dev.mintmark.simulator.latency.OwnInference;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.state.DeviceRecord;
import dev.mintmark.simulator.state.Running;
import dev.mintmark.simulator.wire.Beat;
import dev.mintmark.simulator.wire.Inventory;
import java.time.Duration;

/** Makes a heartbeat at each interval, once the device runs something. */
final class HeartbeatLoop {
  private final World world;
  private final Member member;
  private final Outbox outbox;
  private final Pace pace;

  /**
   * @param first time to the first heartbeat
   */
  HeartbeatLoop(World world, Member member, Outbox outbox, Duration first) {
    this.world = world;
    this.member = member;
    this.outbox = outbox;
    this.pace = new Pace(world.settings().heartbeat(), first);
  }

  void run() throws InterruptedException {
    try (OwnInference own = new OwnInference(world.models()::read)) {
      while (true) {
        pace.await();
        DeviceRecord record = world.state().of(member.device());
        if (record.isCrashed()) {
          return;
        }
        if (record.current().isPresent()) {
          beat(record, record.current().get(), own);
        }
      }
    }
  }

  private void beat(DeviceRecord record, Running running, OwnInference own)
      throws InterruptedException {
    if (outbox.isFull()) {
      world.tally().add(Tally.Kind.HELD, 1);
      return;
    }
    Counted counted = count(record, running, outbox.nextNumber(), own);
    Inventory inventory = new Inventory(running.release(), running.told(), running.model());
    outbox.add(new Beat(world.clock().instant(), inventory, counted));
  }

  private Counted count(DeviceRecord record, Running running, long number, OwnInference own)
      throws InterruptedException {
    if (member.infers()) {
      return world.counter().own(member, number, own.renew(running.model()));
    }
    // After a restart the model that runs was not measured yet.
    world.pools().require(running.model());
    LatencyPool pool = world.pools().find(running.model()).orElseThrow();
    double slowness = record.isSlow() ? world.settings().slowFactor() : 1;
    return world.counter().draw(member, number, pool, slowness);
  }
}
