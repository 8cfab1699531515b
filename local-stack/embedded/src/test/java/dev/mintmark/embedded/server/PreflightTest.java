package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  @Test
  void refusesAFileSystemWithoutExtendedAttributes() throws IOException {
    try (FileSystem plain = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = Files.createDirectory(plain.getPath("/data"));
      assertThatThrownBy(() -> Preflight.requireExtendedAttributes(folder))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("/data")
          .hasMessageEndingWith("(STK-001)");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void acceptsAFileSystemWithExtendedAttributes(@TempDir Path folder) {
    assertThatCode(() -> Preflight.requireExtendedAttributes(folder)).doesNotThrowAnyException();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesADiskThatIsNearlyFull() throws IOException {
    Configuration small = Configuration.unix().toBuilder().setMaxSize(64 << 20).build();
    try (FileSystem full = Jimfs.newFileSystem(small)) {
      Path folder = Files.createDirectory(full.getPath("/data"));
      assertThatThrownBy(() -> Preflight.requireSpace(folder))
          .hasMessageContaining("64 MiB are free and 512 are needed")
          .hasMessageEndingWith("(STK-005)");
    }
  }
}
