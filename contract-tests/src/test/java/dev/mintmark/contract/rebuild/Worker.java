package dev.mintmark.contract.rebuild;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The process that does a step's work again in a rebuild that is under way. */
record Worker(Path home, String step) {
  /** {@code kill -9} as soon as it takes hand-offs. */
  void kill() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> process().filter(this::isReady).isPresent());
    process().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Its command names its folder, which is its rebuild's. */
  private Optional<ProcessHandle> process() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(home.resolve("work/rebuild-").toString()))
        .filter(process -> commandLine(process).contains("/" + step + "/tmp"))
        .findFirst();
  }

  private boolean isReady(ProcessHandle process) {
    String line = commandLine(process);
    String run = line.substring(line.indexOf("/work/rebuild-") + "/work/".length());
    Path log = home.resolve("logs/" + run.substring(0, run.indexOf('/')) + "-" + step + ".log");
    try {
      return Files.readString(log).contains("hand-off ready");
    } catch (java.io.IOException e) {
      return false;
    }
  }

  /** As Linux tells it: Java's own is empty where it is long. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
