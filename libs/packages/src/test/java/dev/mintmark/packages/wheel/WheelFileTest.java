package dev.mintmark.packages.wheel;

import static dev.mintmark.packages.fixture.WheelFixture.DATA;
import static dev.mintmark.packages.fixture.WheelFixture.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.WheelFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelFileTest {
  private static final PythonLayout LAYOUT =
      PythonLayout.underPrefix("/usr/bin/python3.11", "usr/local", 11);
  private static final String SITE = "usr/local/lib/python3.11/site-packages/";

  @TempDir private Path folder;

  private Map<String, PackageEntry.File> install(WheelFixture fixture, PythonLayout layout)
      throws IOException {
    Map<String, PackageEntry.File> files = new TreeMap<>();
    for (PackageEntry entry : WheelFile.open(fixture.write(folder)).install(layout)) {
      files.put(entry.path(), (PackageEntry.File) entry);
    }
    return files;
  }

  private static String text(PackageEntry.File file) throws IOException {
    try (InputStream in = file.content().open()) {
      byte[] bytes = in.readAllBytes();
      assertThat(file.size()).isEqualTo(bytes.length);
      assertThat(file.digest()).isEqualTo(Digest.of(bytes));
      return new String(bytes, UTF_8);
    }
  }

  @Test
  void readsWhatItIs() throws IOException {
    WheelFile wheel = WheelFile.open(WheelFixture.sound().write(folder));

    assertThat(wheel.metadata().name()).isEqualTo("Greet.Me");
    assertThat(wheel.metadata().version()).isEqualTo("1.2.0");
    assertThat(wheel.metadata().purelib()).isTrue();
    assertThat(wheel.metadata().requiresPython()).contains(">=3.8, !=3.9.*");
    assertThat(wheel.metadata().requires()).containsExactly("numpy (>=1)");
  }

  @Test
  void putsEverythingWherePipPutsIt() throws IOException {
    Map<String, PackageEntry.File> files = install(WheelFixture.sound(), LAYOUT);

    assertThat(files)
        .containsOnlyKeys(
            "usr/local/bin/greet",
            "usr/local/bin/greet-gui",
            "usr/local/bin/greet-more",
            "usr/local/bin/greet-old",
            "usr/local/bin/greet-sh",
            "usr/local/include/python3.11/greet-me/greet.h",
            "usr/local/share/greet/hello.txt",
            SITE + "greet/__init__.py",
            SITE + "greet/tool.sh",
            SITE + "greet/with,comma.txt",
            SITE + "greet_extra.py",
            SITE + INFO + "INSTALLER",
            SITE + INFO + "METADATA",
            SITE + INFO + "RECORD",
            SITE + INFO + "WHEEL",
            SITE + INFO + "entry_points.txt");
    assertThat(text(files.get("usr/local/bin/greet")))
        .isEqualTo(
            """
            #!/usr/bin/python3.11
            import sys
            from greet import main
            if __name__ == '__main__':
                sys.argv[0] = sys.argv[0].removesuffix('.exe')
                sys.exit(main())
            """);
    assertThat(text(files.get("usr/local/bin/greet-old")))
        .isEqualTo("#!/usr/bin/python3.11\nimport greet\n");
    assertThat(text(files.get("usr/local/bin/greet-sh"))).isEqualTo("#!/bin/sh\necho hello\n");
    assertThat(text(files.get(SITE + INFO + "INSTALLER"))).isEqualTo("mintmark\n");
    assertThat(files.get("usr/local/bin/greet").mode()).isEqualTo(0755);
    assertThat(files.get(SITE + "greet/tool.sh").mode()).isEqualTo(0755);
    assertThat(files.get(SITE + "greet/__init__.py").mode()).isEqualTo(0644);
  }

  @Test
  void writesARecordOfWhatIsThereNow() throws IOException {
    Map<String, PackageEntry.File> files = install(WheelFixture.sound(), LAYOUT);

    String record = text(files.get(SITE + INFO + "RECORD"));

    List<String> rows = List.of(record.split("\r\n"));
    assertThat(rows.stream().map(row -> row.replace("\"", "")).toList())
        .isSorted()
        .hasSize(files.size());
    assertThat(rows)
        .contains(
            INFO + "RECORD,,",
            "../../../bin/greet-old,"
                + WheelFixture.hash("#!/usr/bin/python3.11\nimport greet\n".getBytes(UTF_8)),
            "\"greet/with,comma.txt\"," + WheelFixture.hash("quoted in RECORD\n".getBytes(UTF_8)),
            INFO + "INSTALLER," + WheelFixture.hash("mintmark\n".getBytes(UTF_8)));
  }

  @Test
  void putsABinaryWheelIntoPlatlibAndItsPurelibIntoPurelib() throws IOException {
    PythonLayout apart =
        new PythonLayout("/opt/python", "opt/pure", "opt/plat", "opt/bin", "opt/include", "opt");
    WheelFixture fixture =
        WheelFixture.sound()
            .file(INFO + "WHEEL", WheelFixture.WHEEL.replace("lib: true", "lib: false"));

    Map<String, PackageEntry.File> files = install(fixture, apart);

    assertThat(files).containsKeys("opt/plat/greet/__init__.py", "opt/pure/greet_extra.py");
    assertThat(text(files.get("opt/plat/" + INFO + "RECORD")))
        .contains("../pure/greet_extra.py,", "../bin/greet,", "../share/greet/hello.txt,");
  }

  @Test
  void givesWayWhereAnEntryPointMakesTheScript() throws IOException {
    WheelFixture fixture =
        WheelFixture.sound()
            .file(DATA + "scripts/greet", 0755, "#!python\nold\n")
            .file(DATA + "scripts/greet-script.py", 0755, "#!python\nold\n");

    Map<String, PackageEntry.File> files = install(fixture, LAYOUT);

    assertThat(text(files.get("usr/local/bin/greet"))).contains("from greet import main");
    assertThat(files).doesNotContainKey("usr/local/bin/greet-script.py");
    assertThat(text(files.get(SITE + INFO + "RECORD"))).doesNotContain("script.py");
  }

  @Test
  void leavesOutSignaturesOfARecordThatIsNoMore() throws IOException {
    WheelFixture fixture = WheelFixture.sound().unrecorded(INFO + "RECORD.jws", "{}");

    assertThat(install(fixture, LAYOUT)).doesNotContainKey(SITE + INFO + "RECORD.jws");
  }

  @Test
  void installsTheSameInEveryRun() throws IOException {
    WheelFile wheel = WheelFile.open(WheelFixture.sound().stored().write(folder));

    assertThat(wheel.install(LAYOUT).stream().map(e -> ((PackageEntry.File) e).digest()).toList())
        .isEqualTo(
            wheel.install(LAYOUT).stream().map(e -> ((PackageEntry.File) e).digest()).toList());
  }

  @Test
  void refusesAnotherPython() throws IOException {
    WheelFile wheel = WheelFile.open(WheelFixture.sound().write(folder));
    Libc libc = new Libc(Libc.Family.GLIBC, 2, 36);
    wheel.requireCompatible(new PythonTarget(11, 2, libc, "aarch64"));

    WheelFile picky =
        WheelFile.open(
            WheelFixture.sound()
                .file(INFO + "METADATA", WheelFixture.METADATA.replace(">=3.8", ">=3.12"))
                .write(folder));
    assertThat(
            Refused.with(
                RefusalCode.INCOMPATIBLE,
                () -> picky.requireCompatible(new PythonTarget(11, 2, libc, "aarch64"))))
        .hasMessageContaining("CPython 3.11.2, glibc 2.36, aarch64");
  }
}
