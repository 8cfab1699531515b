package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Servers of one data directory whose parent was killed, and whose guards were killed with it. They
 * end before ports are chosen: else each would keep its port, and the stack would move.
 */
final class Orphans {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Orphans() {}

  /** Ends those of the directory, which this process has taken: whatever runs there is nobody's. */
  static void endIn(DataDirectory directory) throws IOException {
    Optional<ProcessId> registry =
        SchemaRegistryProgram.recordedIn(directory.folder(Part.SCHEMA_REGISTRY.label()));
    // While its database is there.
    if (registry.isPresent()) {
      end(registry.get(), "TERM");
    }
    Optional<ProcessId> postgres =
        postgres(PostgresCluster.dataOf(directory.folder(Part.POSTGRESQL.label())));
    // A fast shutdown.
    if (postgres.isPresent()) {
      end(postgres.get(), "INT");
    }
  }

  /** Only a process that runs on this very folder: the pid in the file may be another's by now. */
  private static Optional<ProcessId> postgres(Path data) throws IOException {
    Path pidFile = PostgresCluster.pidFileOf(data);
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
    if (!Files.exists(commandLine)) {
      return Optional.empty();
    }
    List<String> arguments = List.of(Files.readString(commandLine).split("\0", -1));
    boolean ours =
        arguments.getFirst().endsWith("/postgres") && arguments.contains(data.toString());
    return ours ? ProcessId.of(pid) : Optional.empty();
  }

  private static void end(ProcessId id, String signal) throws IOException {
    if (!id.isAlive()) {
      return;
    }
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + id.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    kill.getOutputStream().close();
    if (!id.awaitEnd(LIMIT)) {
      id.kill();
      id.awaitEnd(LIMIT);
    }
  }
}
