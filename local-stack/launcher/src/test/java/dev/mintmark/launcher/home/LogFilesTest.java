package dev.mintmark.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  @Test
  void keepsTheLastThreeRuns() throws IOException {
    Path log = folder.resolve("x.log");
    for (int run = 1; run <= 6; run++) {
      LogFiles.rotate(log);
      Files.writeString(log, "run " + run);
    }
    assertThat(log).hasContent("run 6");
    assertThat(folder.resolve("x.log.1")).hasContent("run 5");
    assertThat(folder.resolve("x.log.3")).hasContent("run 3");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void showsTheLastLinesOfALongLog() throws IOException {
    Path log = folder.resolve("x.log");
    Files.writeString(log, "line\n".repeat(100_000) + "almost last\nlast\n");
    assertThat(LogFiles.tail(log, 2)).containsExactly("almost last", "last");
  }

  @Test
  void showsNothingWhereThereIsNoLog() throws IOException {
    assertThat(LogFiles.tail(folder.resolve("none"), 5)).isEmpty();
  }
}
