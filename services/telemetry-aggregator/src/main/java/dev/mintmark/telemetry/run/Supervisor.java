package dev.mintmark.telemetry.run;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All parts of the service. */
@Singleton
public final class Supervisor {
  private final List<Supervised> parts = new CopyOnWriteArrayList<>();

  Supervisor() {}

  /** Starts a part, and stops it when the service ends. */
  public void supervise(String name, Work work) {
    parts.add(Supervised.start(name, work));
  }

  List<Supervised> parts() {
    return List.copyOf(parts);
  }

  void stop(@Observes ShutdownEvent event) {
    parts.reversed().forEach(Supervised::close);
  }
}
