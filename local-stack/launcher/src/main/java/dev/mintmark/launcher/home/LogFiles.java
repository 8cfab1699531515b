package dev.mintmark.launcher.home;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Logs of one run each: {@code x.log} is the newest, {@code x.log.3} the oldest that is kept. */
public final class LogFiles {
  private static final int KEPT = 3;
  private static final int TAIL_BYTES = 16 << 10;

  private LogFiles() {}

  /** Makes room for a new {@code log}. */
  public static void rotate(Path log) throws IOException {
    for (int n = KEPT - 1; n >= 0; n--) {
      Path from = numbered(log, n);
      if (Files.exists(from)) {
        Files.move(from, numbered(log, n + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The last lines, oldest first; empty where there is no log. */
  public static List<String> tail(Path log, int lines) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
      file.seek(file.length() - end.length);
      file.readFully(end);
      List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    }
  }

  private static Path numbered(Path log, int n) {
    return n == 0 ? log : log.resolveSibling(log.getFileName() + "." + n);
  }
}
