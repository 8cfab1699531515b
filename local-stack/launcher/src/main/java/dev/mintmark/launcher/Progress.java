package dev.mintmark.launcher;

import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.home.StateFile;
import dev.mintmark.launcher.service.ServiceListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/** Writes what happens to services into the state and the events. */
final class Progress implements ServiceListener {
  private final StateFile state;
  private final Events events;

  Progress(StateFile state, Events events) {
    this.state = state;
    this.events = events;
  }

  @Override
  public void started(String service, URI url, ProcessId process, int restarts) {
    try {
      state.service(service, url, process, restarts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
