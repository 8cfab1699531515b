package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostmasterStateTest {
  private static final long PID = 4711;
  private static final String STARTED = "/data\n1\n5432\n\n127.0.0.1\n 1 2\n";

  @TempDir Path folder;

  @Test
  void isNotReadyWhileAServerThatStartsHasRemovedTheFileOfADeadOne() throws IOException {
    assertThat(PostmasterState.ready(pidFile(), PID)).isFalse();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "4711, ready, true",
    "4711, starting, false",
    "4712, ready, false",
  })
  void isReadyWhenTheFileOfThisProcessSaysSo(String pid, String state, boolean ready)
      throws IOException {
    Files.writeString(pidFile(), pid + "\n" + STARTED + state + "   \n");
    assertThat(PostmasterState.ready(pidFile(), PID)).isEqualTo(ready);
  }

  @Test
  void isNotReadyWhileTheFileIsHalfWritten() throws IOException {
    Files.writeString(pidFile(), PID + "\n" + STARTED);
    assertThat(PostmasterState.ready(pidFile(), PID)).isFalse();
  }

  private Path pidFile() {
    return folder.resolve("postmaster.pid");
  }
}
