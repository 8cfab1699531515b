package dev.mintmark.canary.device.desired;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Open long polls: an entry and a timer each, no thread. A device has one at most, a later one ends
 * the one before; so clients that go away leave no more behind than there are devices.
 */
@Singleton
class Waiters {
  private final Vertx vertx;
  private final ConcurrentHashMap<String, UniEmitter<? super Void>> open =
      new ConcurrentHashMap<>();

  Waiters(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Ends when the device is woken or the time is over.
   *
   * @param longest 1 ms or more
   * @param over looked at once it can be woken, so that no news falls in between
   */
  Uni<Void> await(String device, Duration longest, BooleanSupplier over) {
    return Uni.createFrom()
        .emitter(emitter -> {
          UniEmitter<? super Void> before = open.put(device, emitter);
          if (before != null) {
            before.complete(null);
          }
          long timer = vertx.setTimer(longest.toMillis(), id -> emitter.complete(null));
          emitter.onTermination(() -> {
            vertx.cancelTimer(timer);
            open.remove(device, emitter);
          });
          if (over.getAsBoolean()) {
            emitter.complete(null);
          }
        });
  }

  void wake(String device) {
    UniEmitter<? super Void> waiting = open.get(device);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Ends all of them, so that a stop needs to wait for none. */
  void wakeAll() {
    List.copyOf(open.values()).forEach(waiting -> waiting.complete(null));
  }

  int size() {
    return open.size();
  }
}
