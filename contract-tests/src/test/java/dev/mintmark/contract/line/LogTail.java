package dev.mintmark.contract.line;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A log from where it ends now. */
final class LogTail {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(120);

  private final Path log;
  private long position;

  LogTail(Path log) {
    this.log = log;
    try {
      this.position = Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Waits for a line that holds all of these words. */
  void await(String... words) {
    long end = System.nanoTime() + LONG_ENOUGH.toNanos();
    StringBuilder seen = new StringBuilder();
    while (System.nanoTime() < end) {
      seen.append(more());
      if (seen.toString().lines().anyMatch(line -> holdsAll(line, words))) {
        return;
      }
      LockSupport.parkNanos(500_000);
    }
    throw new AssertionError(log + " did not say " + String.join(" ", words) + " but\n" + seen);
  }

  private static boolean holdsAll(String line, String[] words) {
    for (String word : words) {
      if (!line.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private String more() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < position) {
        position = 0;
      }
      byte[] bytes = new byte[(int) (file.length() - position)];
      file.seek(position);
      file.readFully(bytes);
      position += bytes.length;
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
