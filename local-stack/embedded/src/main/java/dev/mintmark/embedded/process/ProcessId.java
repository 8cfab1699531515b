package dev.mintmark.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that a reused id cannot be taken for.
 *
 * @param pid the process id
 * @param startTicks its start, in clock ticks since boot: field 22 of {@code /proc/<pid>/stat}
 */
public record ProcessId(long pid, long startTicks) {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  public ProcessId {
    if (pid <= 1 || startTicks < 0) {
      throw new IllegalArgumentException("not a process: pid " + pid + ", start " + startTicks);
    }
  }

  /**
   * The process that has this id now; empty where there is none, or only its exit code. One whose
   * first thread is a zombie while others of its threads still end (field 20) holds its ports and
   * files yet, and is there.
   */
  public static Optional<ProcessId> of(long pid) {
    try {
      // Bytes: the command's name may hold anything, also what is not UTF-8.
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat")),
              StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
      boolean ended = zombie && Integer.parseInt(fields[17]) <= 1;
      return ended ? Optional.empty() : Optional.of(new ProcessId(pid, Long.parseLong(fields[19])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** {@code kill -9}; does nothing where the process has ended. */
  public void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** {@code SIGTERM}; does nothing where the process has ended. */
  public void terminate() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Whether the process ended within the limit. */
  public boolean awaitEnd(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isAlive()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
