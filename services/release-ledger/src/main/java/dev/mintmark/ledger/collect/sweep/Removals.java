package dev.mintmark.ledger.collect.sweep;

import dev.mintmark.kit.store.Inventory;
import dev.mintmark.kit.store.UnavailableException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Takes away what says that artifacts are being removed, where whoever wrote it died or lost the
 * store before it could: until then nobody may rely on what is stored.
 */
@Singleton
class Removals {
  private static final Logger LOG = Logger.getLogger(Removals.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Turn turn;
  private final Inventory inventory;

  Removals(Turn turn, Inventory inventory) {
    this.turn = turn;
    this.inventory = inventory;
  }

  void start(@Observes StartupEvent event) {
    endSoon();
  }

  /**
   * On another thread, again until it is done, and not before whoever has the turn gave it back.
   */
  void endSoon() {
    Thread.ofPlatform()
        .daemon()
        .name("removals")
        .start(() -> {
          boolean told = false;
          while (!end()) {
            if (!told) {
              LOG.warn("cannot see yet whether a removal was broken off");
              told = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
          }
        });
  }

  /** Whether it is done. */
  private boolean end() {
    try {
      Optional<Turn.Taken> taken = turn.take();
      taken.ifPresent(mine -> {
        try (mine) {
          inventory.endRemoving();
        }
      });
      return taken.isPresent();
    } catch (UnavailableException e) {
      return false;
    }
  }
}
