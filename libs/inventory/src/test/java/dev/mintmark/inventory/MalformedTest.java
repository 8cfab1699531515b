package dev.mintmark.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.inventory.found.InventoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A malformed database is refused with its file and the line; nothing is left out in silence. */
class MalformedTest {
  private static final String SOUND = "Package: a\nVersion: 1\nArchitecture: all\n\n";

  @TempDir Path folder;

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(
            "/var/lib/dpkg/status", SOUND + "Package b\nVersion: 1\n", "SBM-010", "line 5"),
        Arguments.of("/var/lib/dpkg/status", SOUND + " more\n", "SBM-010", "line 5"),
        Arguments.of("/var/lib/dpkg/status", SOUND + "Package: b\n", "SBM-010", "line 5"),
        Arguments.of(
            "/var/lib/dpkg/status", SOUND + "Package: b\nPackage: b\n", "SBM-010", "line 6"),
        Arguments.of(
            "/var/lib/dpkg/status",
            SOUND + "Package: b\nVersion: ../..\nArchitecture: all\n",
            "SBM-010",
            "line 7"),
        Arguments.of("/var/lib/dpkg/status.d/x", "Package: \u0007\n", "SBM-010", "control"),
        Arguments.of("/lib/apk/db/installed", "P:a\nV:1\n\nP:b\nhello\n", "SBM-011", "line 5"),
        Arguments.of("/lib/apk/db/installed", "P:a\nP:b\nV:1\n", "SBM-011", "line 2"),
        Arguments.of("/lib/apk/db/installed", "P:a\n\nP:b\nV:1\n", "SBM-011", "line 2"),
        Arguments.of("/lib/apk/db/installed", "P:a/b\nV:1\n", "SBM-011", "line 2"),
        Arguments.of("/a/x-1.dist-info/METADATA", "Name: x\nVersion 1\n", "SBM-012", "line 2"),
        Arguments.of("/a/x-1.dist-info/METADATA", "Name: x\n", "SBM-012", "no field Version"),
        Arguments.of(
            "/a/x-1.dist-info/METADATA", "Name: ../x\nVersion: 1\n", "SBM-012", "its Name"),
        Arguments.of("/a/node_modules/x/package.json", "{\n\"name\": x}", "SBM-013", "line 2"),
        Arguments.of("/a/node_modules/x/package.json", "[]", "SBM-013", "line 1"),
        Arguments.of(
            "/a/node_modules/x/package.json",
            "{\"name\":\"x\",\"version\":1}",
            "SBM-013",
            "its version"));
  }

  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("malformed")
  void refuses(String path, String content, String code, String found) throws IOException {
    try (Image image = new Image(folder)) {
      image.put(path, content);

      InventoryException refused = catchThrowableOfType(InventoryException.class, image::inventory);

      assertThat(refused).as("nothing was refused").isNotNull();
      assertThat(refused.error().code()).isEqualTo(code);
      assertThat(refused.subject()).isEqualTo(path);
      assertThat(refused.found()).contains(found);
    }
  }
}
