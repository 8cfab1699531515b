package dev.mintmark.packages.wheel;

import static dev.mintmark.packages.fixture.WheelFixture.DATA;
import static dev.mintmark.packages.fixture.WheelFixture.INFO;
import static dev.mintmark.packages.fixture.WheelFixture.METADATA;
import static dev.mintmark.packages.fixture.WheelFixture.WHEEL;
import static dev.mintmark.packages.fixture.WheelFixture.hash;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WheelRefusalsTest {
  private static final PythonLayout LAYOUT =
      PythonLayout.underPrefix("/usr/bin/python3", "usr", 11);
  private static final String CODE = "greet/__init__.py";

  @TempDir private Path folder;

  static Stream<Arguments> bad() {
    return Stream.of(
        bad(
            "no dist-info",
            RefusalCode.DIST_INFO,
            w -> WheelFixture.empty().file("a", "").withoutRecord()),
        bad("two dist-infos", RefusalCode.DIST_INFO, w -> w.file("b-1.dist-info/WHEEL", "")),
        bad("an installer's file", RefusalCode.DIST_INFO, w -> w.file(INFO + "INSTALLER", "pip")),
        bad("no WHEEL", RefusalCode.WHEEL_FILE, w -> w.without(INFO + "WHEEL")),
        bad("a later format", RefusalCode.WHEEL_FILE, wheel("1.0", "2.0")),
        bad("no tag", RefusalCode.WHEEL_FILE, wheel("Tag:", "X-Tag:")),
        bad("another tag", RefusalCode.WHEEL_FILE, wheel("py3-none", "py2-none")),
        bad("a build", RefusalCode.WHEEL_FILE, wheel("Tag:", "Build: 1\nTag:")),
        bad("neither pure nor not", RefusalCode.WHEEL_FILE, wheel("lib: true", "lib: maybe")),
        bad("a field twice", RefusalCode.WHEEL_FILE, wheel("Tag:", "Root-Is-Purelib: true\nTag:")),
        bad("no field", RefusalCode.WHEEL_FILE, wheel("Tag:", "nothing\nTag:")),
        bad("no METADATA", RefusalCode.METADATA, w -> w.without(INFO + "METADATA")),
        bad("another name", RefusalCode.METADATA, metadata("Greet.Me", "Greet")),
        bad("another version", RefusalCode.METADATA, metadata("1.2.0", "1.2.1")),
        bad("two names", RefusalCode.METADATA, metadata("Version: 1", "Name: x\nVersion: 1")),
        bad("a name that is a path", RefusalCode.METADATA, metadata("Greet.Me", "../x")),
        bad("metadata of the future", RefusalCode.METADATA, metadata("2.1", "3.0")),
        bad("no RECORD", RefusalCode.RECORD_FORM, w -> w.withoutRecord()),
        bad("a row of two", RefusalCode.RECORD_FORM, w -> w.row("x", CODE + ",sha256=x")),
        bad("an open quote", RefusalCode.RECORD_FORM, w -> w.row("x", "\"" + CODE + ",,")),
        bad("md5", RefusalCode.RECORD_FORM, w -> w.row(CODE, CODE + ",md5=abc,3")),
        bad("half a hash", RefusalCode.RECORD_FORM, w -> w.row(CODE, CODE + ",sha256=abc,3")),
        bad(
            "no size",
            RefusalCode.RECORD_FORM,
            w -> w.row(CODE, row(CODE, "x").replace(",1", ","))),
        bad("a file twice", RefusalCode.RECORD_FORM, w -> w.row("x", row(CODE, "x"))),
        bad("traversal in RECORD", RefusalCode.PATH, w -> w.row("x", row("../x", "x"))),
        bad("an absolute path in RECORD", RefusalCode.PATH, w -> w.row("x", row("/x", "x"))),
        bad("another hash", RefusalCode.RECORD_MISMATCH, w -> w.row(CODE, row(CODE, "x"))),
        bad("another size", RefusalCode.RECORD_MISMATCH, w -> w.row("greet/tool.sh", toolRow())),
        bad("no hash", RefusalCode.RECORD_MISMATCH, w -> w.row(CODE, CODE + ",,")),
        bad("a row without a file", RefusalCode.RECORD_MISMATCH, w -> w.row("x", row("x", "x"))),
        bad("a file without a row", RefusalCode.RECORD_MISMATCH, w -> w.unrecorded("x.py", "x")),
        bad(
            "a hash of RECORD",
            RefusalCode.RECORD_MISMATCH,
            w -> w.row(INFO + "RECORD", row(INFO + "RECORD", "x"))),
        bad("traversal", RefusalCode.PATH, w -> w.file("../x.py", "x")),
        bad("an absolute path", RefusalCode.PATH, w -> w.file("/etc/x", "x")),
        bad("an unknown scheme", RefusalCode.DATA_SCHEME, w -> w.file(DATA + "lib/x", "x")),
        bad("no scheme", RefusalCode.DATA_SCHEME, w -> w.file(DATA + "x", "x")),
        bad("another's data", RefusalCode.DATA_SCHEME, w -> w.file("b-1.data/data/x", "x")),
        bad("a folder of scripts", RefusalCode.DATA_SCHEME, w -> w.file(DATA + "scripts/a/b", "x")),
        bad(
            "two files for one place",
            RefusalCode.DUPLICATE,
            w -> w.file(DATA + "purelib/" + CODE, "x")),
        bad(
            "a file below a file",
            RefusalCode.BELOW_FILE,
            w -> w.file(DATA + "purelib/" + CODE + "/x", "x")),
        bad(
            "a script over a file",
            RefusalCode.DUPLICATE,
            w -> w.file(DATA + "data/bin/greet", "x")),
        bad("a command that is a path", RefusalCode.ENTRY_POINT, command("../greet = greet:main")),
        bad("a command of nothing", RefusalCode.ENTRY_POINT, command("greet = greet")),
        bad("code for a command", RefusalCode.ENTRY_POINT, command("x = os:system('id')#")),
        bad("a line without =", RefusalCode.ENTRY_POINT, command("greet")),
        bad("commands without end", RefusalCode.ENTRY_POINT, command(commands(1001))),
        bad("a command twice", RefusalCode.ENTRY_POINT, command("x = a:b\nx = a:c")));
  }

  private static Arguments bad(String what, RefusalCode code, UnaryOperator<WheelFixture> change) {
    return Arguments.of(what, code, change.apply(WheelFixture.sound()).build());
  }

  private static UnaryOperator<WheelFixture> wheel(String old, String changed) {
    return w -> w.file(INFO + "WHEEL", WHEEL.replace(old, changed));
  }

  private static UnaryOperator<WheelFixture> metadata(String old, String changed) {
    return w -> w.file(INFO + "METADATA", METADATA.replace(old, changed));
  }

  private static UnaryOperator<WheelFixture> command(String line) {
    return w -> w.file(INFO + "entry_points.txt", "[console_scripts]\n" + line + "\n");
  }

  private static String commands(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("c").append(i).append(" = a:b\n");
    }
    return lines.toString();
  }

  private static String row(String path, String content) {
    return path + "," + hash(content.getBytes(UTF_8));
  }

  private static String toolRow() {
    return row("greet/tool.sh", "#!/bin/sh\n").replace(",10", ",11");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String what, RefusalCode code, byte[] wheel) throws IOException {
    Path file = DebFixture.write(folder, WheelFixture.NAME, wheel);

    PackageException e = Refused.with(code, () -> WheelFile.open(file).install(LAYOUT));

    assertThat(e.subject()).isEqualTo(WheelFixture.NAME);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesAnotherNameThanItsOwn() {
    Path file =
        DebFixture.write(folder, "greet_me-1.2.1-py3-none-any.whl", WheelFixture.sound().build());

    Refused.with(RefusalCode.DIST_INFO, () -> WheelFile.open(file));
  }

  @Test
  void refusesASourceDistributionByItsName() {
    Path file = DebFixture.write(folder, "greet_me-1.2.0.tar.gz", new byte[10]);

    Refused.with(RefusalCode.SDIST, () -> WheelFile.open(file));
  }
}
