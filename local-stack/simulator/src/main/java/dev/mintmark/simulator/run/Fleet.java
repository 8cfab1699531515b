package dev.mintmark.simulator.run;

import dev.mintmark.simulator.device.SimulatedDevice;
import dev.mintmark.simulator.device.World;
import dev.mintmark.simulator.event.Events;
import dev.mintmark.simulator.event.Phases;
import dev.mintmark.simulator.event.Tally;
import dev.mintmark.simulator.latency.Counter;
import dev.mintmark.simulator.latency.LatencyPools;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.registry.ModelStore;
import dev.mintmark.simulator.registry.Releases;
import dev.mintmark.simulator.state.FleetState;
import dev.mintmark.simulator.state.HomeLock;
import dev.mintmark.simulator.wire.Controller;
import dev.mintmark.simulator.wire.Http;
import dev.mintmark.simulator.wire.Telemetry;
import dev.mintmark.verify.ReleaseVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** All devices, from enrolment to the end. */
public final class Fleet implements AutoCloseable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Events events;
  private final HomeLock lock;
  private final Http http;
  private final World world;
  private final List<Member> members;
  private final String operatorToken;
  private final Options options;
  private final Queue<SimulatedDevice> devices = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Ticker ticker;
  private boolean isClosed;

  private Fleet(Options options, Events events, HomeLock lock) throws IOException {
    this.options = options;
    this.events = events;
    this.lock = lock;
    this.operatorToken = options.operatorToken();
    this.members = options.plan().members(options.machine());
    this.http = new Http();
    this.world = world(options);
    this.ticker = new Ticker(world, events);
  }

  /**
   * Takes the home.
   *
   * @throws IllegalArgumentException when the plan names devices that there are not
   * @throws dev.mintmark.simulator.state.StateException when the home cannot be used
   */
  public static Fleet open(Options options, Events events) throws IOException {
    HomeLock lock = HomeLock.take(options.home());
    try {
      return new Fleet(options, events, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private World world(Options options) throws IOException {
    FleetState state = FleetState.open(options.home(), options.plan().seed());
    ModelStore models = new ModelStore(options.home().resolve("models"));
    LatencyPools pools =
        new LatencyPools(
            options.rounds(),
            models::read,
            state::models,
            measured -> events.tell(Announcements.measured(measured, members)));
    return new World(
        options.settings(),
        options.plan().seed(),
        options.clock(),
        new Controller(http, options.controller()),
        new Telemetry(http, options.telemetry()),
        new ReleaseVerifier(List.of(options.key())),
        new Releases(options.registry()),
        models,
        pools,
        new Counter(options.plan().seed(), options.settings().heartbeat()),
        state,
        new Phases(),
        new Tally(),
        options.home().resolve("devices"));
  }

  /**
   * Enrols those that are not and starts them all.
   *
   * @throws IOException when the controller cannot be reached
   * @throws dev.mintmark.simulator.wire.WireException when it refuses
   */
  public void start() throws IOException, InterruptedException {
    int fresh = new Enrolment(world.controller(), world.state(), operatorToken).enrol(members);
    events.tell(Announcements.enrolled(fresh, members.size()));
    ThreadFactory virtual =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((thread, e) -> events.tell(Announcements.failed(e)))
            .factory();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      String token = world.state().of(member.device()).token().orElseThrow();
      double phase = i / (double) members.size();
      SimulatedDevice device = new SimulatedDevice(world, member, token, phase);
      devices.add(device);
      threads.addAll(device.start(virtual));
    }
    ticker.start();
    events.tell(Announcements.ready(options.plan(), members));
  }

  /** Sums of what went over the wire. */
  public Tally tally() {
    return world.tally();
  }

  /** Ends all devices, sends what waits as far as telemetry takes it at once, keeps the state. */
  @Override
  public synchronized void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    ticker.close();
    threads.forEach(Thread::interrupt);
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    join(threads, until);
    List<Thread> senders =
        devices.stream().map(device -> Thread.startVirtualThread(device::sendTheRest)).toList();
    join(senders, until);
    http.close();
    world.pools().close();
    world.releases().close();
    world.state().end();
    lock.close();
    events.tell(Announcements.stopped(world.tally()));
  }

  private static void join(Collection<Thread> ending, long until) {
    try {
      for (Thread thread : ending) {
        Duration rest = Duration.ofNanos(until - System.nanoTime());
        if (rest.isPositive()) {
          thread.join(rest);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
