package dev.mintmark.packages.wheel;

import static dev.mintmark.packages.fixture.WheelFixture.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.Tool;
import dev.mintmark.packages.fixture.Trees;
import dev.mintmark.packages.fixture.WheelFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pip on the same wheel; skips where it is absent (apt-get install python3-pip). */
class PipDifferentialTest {
  /** What differs on purpose, see this package's documentation. */
  private static final Set<String> ON_PURPOSE =
      Set.of("INSTALLER", "REQUESTED", "direct_url.json", "RECORD");

  @TempDir private Path folder;

  @BeforeEach
  void hasTheTool() {
    Tool.require("python3", "-m", "pip", "--version");
  }

  @Test
  void installsTheSameFilesWithTheSameRecord() throws IOException {
    Path wheel = WheelFixture.sound().write(folder);
    Path root = Files.createDirectory(folder.resolve("root"));
    String python = python("import sys; print(sys.executable)");
    int minor = Integer.parseInt(python("import sys; print(sys.version_info[1])"));
    Tool.run(
        folder,
        "python3 -m pip install -q --no-deps --no-index --no-compile --ignore-installed"
            .concat(" --no-warn-script-location --root-user-action=ignore --prefix /usr/local")
            .concat(" --root " + root + " " + wheel)
            .split(" "));
    PythonLayout layout = PythonLayout.underPrefix(python, "usr/local", minor);
    String site = layout.purelib() + "/";

    SortedMap<String, String> pips = Trees.of(root);
    SortedMap<String, String> ours = Trees.of(WheelFile.open(wheel).install(layout));

    String record = Files.readString(root.resolve(site + INFO + "RECORD"));
    pips.values().removeIf(line -> line.startsWith("directory"));
    List.of(pips, ours).forEach(tree -> forget(tree, site + INFO));
    // pip's own scripts differ from version to version: only that they are there is compared.
    List.of("greet", "greet-more", "greet-gui")
        .forEach(
            name -> List.of(pips, ours).forEach(tree -> tree.replace("usr/local/bin/" + name, "")));
    assertThat(ours).isEqualTo(pips);
    String ourRecord = record(wheel, layout, site);
    assertThat(rows(ourRecord)).isEqualTo(rows(record));
  }

  private static void forget(SortedMap<String, String> tree, String info) {
    ON_PURPOSE.forEach(name -> tree.remove(info + name));
  }

  private static String record(Path wheel, PythonLayout layout, String site) throws IOException {
    for (PackageEntry entry : WheelFile.open(wheel).install(layout)) {
      if (entry instanceof PackageEntry.File file && file.path().equals(site + INFO + "RECORD")) {
        return new String(file.content().open().readAllBytes(), UTF_8);
      }
    }
    throw new AssertionError("no RECORD");
  }

  /** Rows with their line ends, without those that differ on purpose. */
  private static List<String> rows(String record) {
    return List.of(record.split("(?<=\n)")).stream()
        .filter(row -> !row.matches("(?s).*dist-info/(INSTALLER|REQUESTED|direct_url.json),.*"))
        .map(row ->
            row.matches("(?s)\\.\\./\\.\\./\\.\\./bin/greet(-more|-gui)?,.*") ? "script" : row)
        .toList();
  }

  private String python(String code) throws IOException {
    return Tool.run(folder, "python3", "-c", code).strip();
  }
}
