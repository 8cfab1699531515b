package dev.mintmark.launcher.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstalledTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"dev/mintmark/kit/broker/Broker.class, true", "dev/mintmark/kit/Run.class, false"})
  void knowsLoginsWhereItsKitDoes(String inTheKit, boolean knows) throws IOException {
    Path app = Files.createDirectories(folder.resolve("app"));
    Path kit = app.resolve("lib/main/dev.mintmark.mintmark-service-kit-0.1.0.jar");
    Files.createDirectories(kit.getParent());
    try (OutputStream file = Files.newOutputStream(kit);
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry(inTheKit));
    }
    assertThat(find(app).knowsLogins()).isEqualTo(knows);
  }

  @Test
  void takesAnotherProgramForOneThatDoes() throws IOException {
    Path app = Files.createDirectories(folder.resolve("app"));
    Files.writeString(app.resolve("quarkus-run.jar"), "x");

    assertThat(find(app).knowsLogins()).isTrue();
  }

  private Installed find(Path app) throws IOException {
    Jdk jdk = new Jdk(folder, "25.0.3", "Eclipse Adoptium", Digest.of(new byte[0]));
    return Installed.find("sbom", app, jdk, FileDigests.keptIn(folder.resolve("digests")));
  }
}
