package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void keepsAPortOverRestarts() throws IOException {
    int first = Ports.keptIn(file()).choose("kafka");
    assertThat(first).isBetween(20_000, 29_999);
    assertThat(Ports.keptIn(file()).choose("kafka")).isEqualTo(first);
  }

  @Test
  void givesEachNameItsOwn() throws IOException {
    Ports ports = Ports.keptIn(file());
    assertThat(ports.choose("kafka")).isNotEqualTo(ports.choose("s3"));
  }

  @Test
  void givesWayToAProgramThatTookTheKeptPort() throws IOException {
    int first = Ports.keptIn(file()).choose("kafka");
    try (ServerSocket other = listen(first)) {
      int second = Ports.keptIn(file()).choose("kafka");
      assertThat(second).isNotEqualTo(other.getLocalPort());
      assertThat(Ports.keptIn(file()).choose("kafka")).isEqualTo(second);
    }
  }

  @Test
  void refusesANamedPortThatIsTaken() throws IOException {
    try (ServerSocket other = listen(0)) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> Ports.require("kafka", port))
          .hasMessageContaining("127.0.0.1:" + port + " for kafka")
          .hasMessageEndingWith("(STK-004)");
    }
  }

  private Path file() {
    return folder.resolve("ports.properties");
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
