package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.Tool;
import dev.mintmark.packages.fixture.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's own tool on the same packages; skips where it is absent (apt-get install dpkg). */
class DpkgDifferentialTest {
  @TempDir private Path folder;

  @BeforeEach
  void hasTheTool() {
    Tool.require("dpkg-deb", "--version");
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", ".gz", ".xz", ".zst"})
  void unpacksTheSameTree(String compression) throws IOException {
    Path deb = new DebFixture().compression(compression).write(folder);
    Path unpacked = folder.resolve("unpacked");
    Tool.run(folder, "dpkg-deb", "-x", deb.toString(), unpacked.toString());

    assertThat(Trees.of(DebPackage.open(deb).entries())).isEqualTo(Trees.of(unpacked));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Package", "Version", "Architecture", "Multi-Arch", "Depends"})
  void readsTheSameFields(String field) throws IOException {
    Path deb = new DebFixture().write(folder);
    String dpkg = Tool.run(folder, "dpkg-deb", "-f", deb.toString(), field).strip();

    byte[] control = DebFixture.CONTROL.getBytes(UTF_8);
    assertThat(ControlFields.parse(DebPackage.open(deb).subject(), control).value(field))
        .contains(dpkg);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"usr/bin/hello", "usr/bin/hi"})
  void findsHardLinksWhereDpkgMakesThem(String path) throws IOException {
    Path deb = new DebFixture().write(folder);
    Path unpacked = folder.resolve("unpacked");
    Tool.run(folder, "dpkg-deb", "-x", deb.toString(), unpacked.toString());

    assertThat(Files.getAttribute(unpacked.resolve(path), "unix:nlink")).isEqualTo(2);
    assertThat(DebPackage.open(deb).entries())
        .contains(new PackageEntry.Hardlink("usr/bin/hi", "usr/bin/hello"));
  }
}
