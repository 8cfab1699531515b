package dev.mintmark.embedded.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What a PostgreSQL server writes of itself into its pid file. */
final class PostmasterState {
  private static final int PID = 0;
  private static final int STATE = 7;

  private PostmasterState() {}

  /**
   * Whether the server of this process takes connections. A file that is not there says no: a
   * server that starts removes the one of its dead predecessor before it writes its own.
   */
  static boolean ready(Path pidFile, long pid) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile);
    } catch (NoSuchFileException e) {
      return false;
    }
    return lines.size() > STATE
        && lines.get(PID).strip().equals(Long.toString(pid))
        && lines.get(STATE).strip().equals("ready");
  }
}
