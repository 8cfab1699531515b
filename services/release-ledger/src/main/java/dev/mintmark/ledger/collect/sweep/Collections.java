package dev.mintmark.ledger.collect.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Inventory;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.ledger.projection.WholeLog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Collections that this process has begun, each on a thread of its own, one at a time. */
@Singleton
public class Collections {
  private static final Logger LOG = Logger.getLogger(Collections.class);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Collector collector;
  private final Pointers pointers;
  private final Turn turn;
  private final Removals removals;
  private final Clock clock;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private volatile @Nullable Running running;

  private record Running(String id, Order order) {}

  @Inject
  Collections(
      WholeLog log,
      Pointers pointers,
      ArtifactStore store,
      Inventory inventory,
      Turn turn,
      Removals removals) {
    this(
        new Collector(log, pointers, store, inventory, Clock.systemUTC()),
        pointers,
        turn,
        removals,
        Clock.systemUTC());
  }

  Collections(Collector collector, Pointers pointers, Turn turn, Removals removals, Clock clock) {
    this.collector = collector;
    this.pointers = pointers;
    this.turn = turn;
    this.removals = removals;
    this.clock = clock;
  }

  /**
   * Begins one; the same order again, while it is at work, changes nothing.
   *
   * @return its id, e.g. {@code 20260102T030405Z}
   * @throws RefusedException LDG-053 while another one is at work
   * @throws dev.mintmark.kit.store.UnavailableException when database or store are away
   */
  public synchronized String begin(Order order) {
    Running now = running;
    if (now != null && now.order().equals(order)) {
      return now.id();
    }
    Turn.Taken taken = turn.take().orElseThrow(Collections::busy);
    String id = ID.format(clock.instant());
    try {
      String note = order.mode() + " older than " + order.olderThan();
      if (!pointers.create("collections/" + id + "/order", note.getBytes(UTF_8))) {
        throw busy();
      }
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
    states.put(id, new State.Running("log", 0, 0));
    running = new Running(id, order);
    Thread.ofPlatform().daemon().name("collector").start(() -> run(id, order, taken));
    return id;
  }

  /** Empty for one that this process has not begun. */
  public Optional<State> find(String id) {
    return Optional.ofNullable(states.get(id));
  }

  private void run(String id, Order order, Turn.Taken taken) {
    State ended;
    try (taken) {
      ended =
          new State.Done(
              collector.collect(
                  id,
                  order,
                  taken,
                  (phase, done, total) -> states.put(id, new State.Running(phase, done, total))));
    } catch (RefusedException e) {
      ended = new State.Refused(e.refusal());
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.errorf(e, "collection failed id=%s", id);
      ended = new State.Failed(String.valueOf(e.getMessage()));
    }
    if (!(ended instanceof State.Done)) {
      removals.endSoon();
    }
    states.put(id, ended);
    running = null;
    LOG.infof(
        "collection ended id=%s mode=%s outcome=%s",
        id, order.mode(), ended.getClass().getSimpleName());
  }

  private static RefusedException busy() {
    return new Refusal(
            "LDG-053",
            "the collection",
            "another one is at work, here or in another ledger",
            "wait until it has ended")
        .asException();
  }
}
