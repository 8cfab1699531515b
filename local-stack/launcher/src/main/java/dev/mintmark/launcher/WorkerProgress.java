package dev.mintmark.launcher;

import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.service.ServiceListener;
import java.net.URI;
import java.time.Duration;

/**
 * Tells what happens to the steps of a rebuild; {@code url} and {@code pid} are for who watches
 * them.
 */
final class WorkerProgress implements ServiceListener {
  private final Events events;

  WorkerProgress(Events events) {
    this.events = events;
  }

  @Override
  public void started(String service, URI url, ProcessId process, int restarts) {
    events.emit(
        "started",
        Events.fields(
            "part", service, "url", url.toString(), "pid", process.pid(), "restarts", restarts));
  }

  @Override
  public void ready(String service, Duration after) {
    events.ready(service, after);
  }

  @Override
  public void ended(String service, int exitCode, Duration pause) {
    events.ended(service, exitCode, pause);
  }
}
