package dev.mintmark.launcher;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.Orphans;
import dev.mintmark.launcher.home.StateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** Stops a running stack, and what a killed one left. */
final class Down {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Home home;
  private final Events events;

  Down(Home home, Events events) {
    this.home = home;
    this.events = events;
  }

  /** Exit code 0 also where nothing ran. */
  int run() throws IOException {
    if (!Files.isDirectory(home.root())) {
      events.emit("stopped", Events.fields("was", "absent"));
      return 0;
    }
    Optional<ProcessId> launcher = StateFile.read(home).flatMap(StateFile::launcher);
    launcher.ifPresent(this::stop);
    FileChannel lock = home.lock(launcher.isPresent() ? KILL_LIMIT : Duration.ZERO);
    try {
      int orphans = Orphans.end(home);
      events.emit(
          "stopped",
          Events.fields("was", launcher.isPresent() ? "running" : "stopped", "orphans", orphans));
    } finally {
      lock.close();
    }
    return 0;
  }

  private void stop(ProcessId launcher) {
    events.emit("stopping", Events.fields("pid", launcher.pid()));
    launcher.terminate();
    if (launcher.awaitEnd(STOP_LIMIT)) {
      return;
    }
    launcher.kill();
    if (!launcher.awaitEnd(KILL_LIMIT)) {
      throw new StackException(
          "STK-023",
          "cannot stop the launcher, process "
              + launcher.pid()
              + ": it outlives kill -9; see what it waits for in /proc/"
              + launcher.pid()
              + "/stack");
    }
  }
}
