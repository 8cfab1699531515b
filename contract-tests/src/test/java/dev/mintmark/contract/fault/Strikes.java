package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.Action;
import dev.mintmark.contract.fault.proxy.StoreProxy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What each kind of fault does at its window. Called by the threads that carry the bytes. */
final class Strikes {
  private static final Duration SHORT_STALL = Duration.ofMillis(500);
  private static final int STALL_MILLIS = 2_500;
  private static final int REFUSE_MILLIS = 4_000;

  /** Of so many refusals one takes as long as a store's restart. */
  private static final int LONG_REFUSALS = 5;

  private static final int LONG_REFUSE_MILLIS = 30_000;

  private final Surroundings surroundings;
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();

  Strikes(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whom a fault of the service strikes. */
  void victim(Worker worker) {
    workers.put(worker.service(), worker);
  }

  private Worker victim(Fault fault) {
    return Objects.requireNonNull(workers.get(fault.service()));
  }

  Action at(Fault fault) {
    return switch (fault.kind()) {
      case KILL_SERVICE -> {
        victim(fault).kill();
        yield new Action.Cut();
      }
      case KILL_BROKER -> {
        surroundings.killBroker();
        Thread.ofVirtual().start(surroundings::reviveBroker);
        yield new Action.Cut();
      }
      case KILL_DATABASE -> {
        surroundings.killDatabase();
        yield new Action.Cut();
      }
      case CUT -> new Action.Cut();
      case STORE_ERROR ->
          fault.draw() % 2 == 0
              ? new Action.Fail(500, "InternalError")
              : new Action.Fail(503, "SlowDown");
      case STORE_FULL -> new Action.Fail(507, "XMinioStorageFull");
      case STORE_TRUNCATES -> new Action.Truncate();
      case STORE_CORRUPTS -> new Action.Flip(fault.draw());
      case STORE_STALLS -> new Action.Stall(SHORT_STALL.plusMillis(fault.draw() % STALL_MILLIS));
      case STORE_REFUSES -> {
        refuse(victim(fault).store(), fault.draw());
        yield new Action.Cut();
      }
      case OFFSETS_DELETED, SECOND_INSTANCE, UPGRADE ->
          throw new IllegalArgumentException("not at a window: " + fault);
    };
  }

  private static void refuse(StoreProxy store, int draw) {
    store.refuse();
    int millis =
        draw % LONG_REFUSALS == 0
            ? LONG_REFUSE_MILLIS
            : SHORT_STALL.toMillisPart() + draw % REFUSE_MILLIS;
    Thread.ofVirtual()
        .start(() -> {
          try {
            TimeUnit.MILLISECONDS.sleep(millis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          store.listen();
        });
  }
}
