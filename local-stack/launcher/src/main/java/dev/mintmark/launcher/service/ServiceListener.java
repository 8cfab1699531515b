package dev.mintmark.launcher.service;

import dev.mintmark.embedded.process.ProcessId;
import java.net.URI;
import java.time.Duration;

/** Told of what happens to services; called from several threads. */
public interface ServiceListener {
  /** A process runs; {@code restarts} counts from 0. */
  void started(String service, URI url, ProcessId process, int restarts);

  /** It is ready, that long after its start. */
  void ready(String service, Duration after);

  /** It ended although nobody asked it to, and is started again after the pause. */
  void ended(String service, int exitCode, Duration pause);
}
