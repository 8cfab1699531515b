package dev.mintmark.canary.rollout;

import dev.mintmark.kit.run.Supervisor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts the engine. */
@Singleton
final class EngineLifecycle {
  void start(@Observes StartupEvent event, Supervisor supervisor, Engine engine) {
    supervisor.supervise("engine", engine);
  }
}
