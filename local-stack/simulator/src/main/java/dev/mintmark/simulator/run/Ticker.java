package dev.mintmark.simulator.run;

import dev.mintmark.simulator.device.World;
import dev.mintmark.simulator.event.Events;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Once a second: tells what changed and keeps the state; the traffic every ten seconds. */
final class Ticker implements AutoCloseable {
  private static final int TRAFFIC = 10;

  private final World world;
  private final Events events;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ticker").factory());
  private long seconds;

  Ticker(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    world.phases().changes().forEach(events::tell);
    seconds++;
    if (seconds % TRAFFIC == 0) {
      events.tell(Announcements.traffic(world.tally()));
    }
    try {
      world.state().save();
    } catch (IOException e) {
      events.tell(Announcements.failed(e));
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    world.phases().changes().forEach(events::tell);
  }
}
