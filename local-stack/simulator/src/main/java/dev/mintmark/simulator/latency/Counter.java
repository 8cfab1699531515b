package dev.mintmark.simulator.latency;

import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.sketch.LatencySketch;
import java.time.Duration;
import java.util.Random;

/**
 * Draws what a device counts. A latency is one of its model's pool, times the factors of class and
 * device, times a drift that all devices have in common at a heartbeat's number.
 */
public final class Counter {
  private static final int FEWEST = 110;
  private static final int SPREAD = 21;
  private static final double DRIFT = 0.01;

  private final Seed seed;
  private final Duration interval;

  /**
   * @param interval between heartbeats
   */
  public Counter(Seed seed, Duration interval) {
    this.seed = seed;
    this.interval = interval;
  }

  /**
   * For a device that draws.
   *
   * @param slowness of a fault; 1 without
   */
  public Counted draw(Member member, long sequence, LatencyPool pool, double slowness) {
    double factor =
        member.deviceClass().factor()
            * member.factor()
            * slowness
            * seed.logNormal(DRIFT, "drift", sequence);
    return count(member, sequence, pool, factor);
  }

  /** For a device whose pool is its own. */
  public Counted own(Member member, long sequence, LatencyPool pool) {
    return count(member, sequence, pool, 1);
  }

  private Counted count(Member member, long sequence, LatencyPool pool, double factor) {
    Random random = seed.random("heartbeat", member.device(), sequence);
    int requests = FEWEST + random.nextInt(SPREAD);
    LatencySketch sketch = LatencySketch.empty();
    double busy = 0;
    for (int i = 0; i < requests; i++) {
      double micros = factor * pool.draw(random);
      sketch.add(micros);
      busy += micros;
    }
    long permille = Math.round(busy / (interval.toNanos() / 1e3) * 1000);
    return new Counted(requests, 0, (int) Math.min(permille, 1_000_000), sketch.encode());
  }
}
