package dev.mintmark.canary.outbox;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.run.Supervisor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts the relay. */
@Singleton
final class RelayLifecycle {
  void start(
      @Observes StartupEvent event,
      Supervisor supervisor,
      KitConfig config,
      OutboxStore store,
      Leadership leadership) {
    supervisor.supervise("relay", new Relay(store, () -> RelayLog.open(config), leadership));
  }
}
