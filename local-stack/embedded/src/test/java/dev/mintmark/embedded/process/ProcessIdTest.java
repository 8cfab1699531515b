package dev.mintmark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void isAliveUntilTheProcessEnds() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessId id = ProcessId.of(process.pid()).orElseThrow();
    assertThat(id.isAlive()).isTrue();
    id.kill();
    assertThat(id.awaitEnd(LIMIT)).isTrue();
    assertThat(ProcessId.of(process.pid())).isEmpty();
  }

  @Test
  void leavesAProcessAloneThatOnlyHasTheSameId() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessId now = ProcessId.of(process.pid()).orElseThrow();
      ProcessId before = new ProcessId(now.pid(), now.startTicks() - 1);
      assertThat(before.isAlive()).isFalse();
      before.kill();
      before.terminate();
      assertThat(before.awaitEnd(Duration.ZERO)).isTrue();
      assertThat(now.awaitEnd(Duration.ofMillis(200))).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void givesUpWaitingAtTheLimit() {
    ProcessId self = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(self.awaitEnd(Duration.ofMillis(50))).isFalse();
  }

  @Test
  void refusesTheInitProcess() {
    assertThatThrownBy(() -> new ProcessId(1, 0)).hasMessageContaining("not a process");
  }
}
