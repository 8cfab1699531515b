package dev.mintmark.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulationTest {
  @TempDir Path handlers;

  private void handler(String text) throws IOException {
    Files.writeString(handlers.resolve("qemu-aarch64"), text);
  }

  private void require(Platform platform) throws IOException {
    new Emulation(handlers, "amd64").require(platform);
  }

  @Test
  void needsNothingForTheMachinesOwnPlatform() {
    assertThatCode(() -> require(Platform.LINUX_AMD64)).doesNotThrowAnyException();
    assertThatCode(() -> new Emulation(handlers, "aarch64").require(Platform.LINUX_ARM64))
        .doesNotThrowAnyException();
  }

  @Test
  void takesAHandlerThatIsOpenedBeforehand() throws IOException {
    handler("enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: POCF\noffset 0\n");

    assertThatCode(() -> require(Platform.LINUX_ARM64)).doesNotThrowAnyException();
  }

  @Test
  void refusesWithoutSuchAHandler() throws IOException {
    assertThatThrownBy(() -> require(Platform.LINUX_ARM64))
        .hasMessageContaining("IMG-073")
        .hasMessageContaining("has no qemu-aarch64");
    handler("enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: PC\n");
    assertThatThrownBy(() -> require(Platform.LINUX_ARM64)).hasMessageContaining("flag F");
    handler("disabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: F\n");
    assertThatThrownBy(() -> require(Platform.LINUX_ARM64)).hasMessageContaining("not enabled");
  }
}
