package dev.mintmark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String LISTENER =
      """
      import java.net.*;
      class Listener {
        public static void main(String[] arguments) throws Exception {
          var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          for (int i = 0; i < 200; i++) {
            Thread.ofPlatform().start(() -> java.util.concurrent.locks.LockSupport.park());
          }
          System.out.println(socket.getLocalPort());
          socket.accept();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void isAliveUntilTheProcessEnds() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessId id = ProcessId.of(process.pid()).orElseThrow();
    assertThat(id.isAlive()).isTrue();
    id.kill();
    assertThat(id.awaitEnd(LIMIT)).isTrue();
    assertThat(ProcessId.of(process.pid())).isEmpty();
  }

  /** A JVM's first thread is a zombie some milliseconds before the last one lets its port go. */
  @Test
  void isAliveUntilTheLastThreadHasEnded() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path listener = folder.resolve("Listener.java");
    Files.writeString(listener, LISTENER);
    for (int i = 0; i < 5; i++) {
      Process process =
          new ProcessBuilder(
                  java.toString(), "-XX:+AlwaysPreTouch", "-Xms256m", listener.toString())
              .start();
      int port = Integer.parseInt(process.inputReader().readLine());
      ProcessId id = ProcessId.of(process.pid()).orElseThrow();
      id.kill();
      assertThat(id.awaitEnd(LIMIT)).isTrue();
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(socket.isBound()).isTrue();
      }
    }
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
