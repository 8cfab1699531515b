package dev.mintmark.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.inventory.found.Ecosystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  @TempDir Path folder;

  /** Any shared library of this JDK: it has a soname, or none at all. */
  private static Path library() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.home"), "lib"))) {
      Path found =
          files
              .filter(f -> f.getFileName().toString().equals("libnio.so"))
              .findFirst()
              .orElse(null);
      assumeTrue(found != null, "no ELF library in this JDK; run the test on Linux");
      return found;
    }
  }

  @Test
  void namesALibraryOfNoPackageByItsSoname() throws IOException {
    try (Image image = new Image(folder)) {
      image.put("/opt/x/libanything.so.1.2.3", Files.readAllBytes(library()));

      var found = image.inventory().packages().values();

      assertThat(found).hasSize(1);
      assertThat(found.iterator().next().ecosystem()).isEqualTo(Ecosystem.NATIVE);
      assertThat(found.iterator().next().name()).isEqualTo("libnio.so");
      assertThat(found.iterator().next().purl())
          .startsWith("pkg:generic/libnio.so?checksum=sha256:");
    }
  }

  @Test
  void leavesALibraryThatAPackageOwnsToIt() throws IOException {
    try (Image image = new Image(folder)) {
      image
          .put("/usr/lib/libnio.so", Files.readAllBytes(library()))
          .put("/lib/apk/db/installed", "P:nio\nV:1\nF:usr/lib\nR:libnio.so\n");

      assertThat(image.inventory().packages().keySet()).containsExactly("pkg:apk/alpine/nio@1");
    }
  }
}
