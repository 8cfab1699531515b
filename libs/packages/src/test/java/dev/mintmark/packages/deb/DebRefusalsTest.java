package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.fixture.ArFixture;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DebRefusalsTest {
  @TempDir private Path folder;

  private PackageException refused(RefusalCode code, byte[] deb) throws IOException {
    Path file = DebFixture.write(folder, "bad.deb", deb);
    PackageException e = Refused.with(code, () -> DebPackage.open(file));
    assertThat(e.subject()).isEqualTo("bad.deb");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    return e;
  }

  static Stream<Arguments> badData() {
    return Stream.of(
        data("an absolute path", RefusalCode.PATH, tar -> tar.file("/etc/passwd", 0644, "")),
        data(
            "a long absolute path",
            RefusalCode.PATH,
            t -> t.file("/" + "x/".repeat(90) + "y", 0, "")),
        data(
            "an absolute path in PAX",
            RefusalCode.PATH,
            t -> t.pax().file("/" + "x/".repeat(90) + "y", 0, "")),
        data("traversal", RefusalCode.PATH, tar -> tar.file("./../etc/passwd", 0644, "")),
        data("deep traversal", RefusalCode.PATH, tar -> tar.file("./a/b/../../../x", 0644, "")),
        data("an empty part", RefusalCode.PATH, tar -> tar.file("./a//b", 0644, "")),
        data("a control character", RefusalCode.PATH, tar -> tar.file("./a\nb", 0644, "")),
        data("a C1 control character", RefusalCode.PATH, tar -> tar.file("./a\u009bb", 0644, "")),
        data("an empty name", RefusalCode.PATH, tar -> tar.file("./", 0644, "").file("", 0644, "")),
        data("a whiteout", RefusalCode.PATH, tar -> tar.file("./etc/.wh.passwd", 0644, "")),
        data("a file twice", RefusalCode.DUPLICATE, t -> t.file("./a", 0, "").file("a", 0, "")),
        data(
            "file and directory",
            RefusalCode.DUPLICATE,
            t -> t.file("./a", 0, "").directory("./a/", 0)),
        data("a device node", RefusalCode.ENTRY_KIND, tar -> tar.kind("./dev/sda", '4')),
        data("a FIFO", RefusalCode.ENTRY_KIND, tar -> tar.kind("./run/fifo", '6')),
        data("a link out of the root", RefusalCode.LINK, tar -> tar.symlink("./a/l", "../../etc")),
        data(
            "a link with a control character", RefusalCode.PATH, tar -> tar.symlink("./l", "a\tb")),
        data("a link to nothing", RefusalCode.PATH, tar -> tar.symlink("./l", "")),
        data(
            "a file below a link",
            RefusalCode.BELOW_FILE,
            t -> t.symlink("./a", "/etc").file("./a/passwd", 0, "")),
        data(
            "a link above what was there",
            RefusalCode.BELOW_FILE,
            t -> t.file("./a/x", 0, "").symlink("./a", "/")),
        data(
            "a hard link to a file outside",
            RefusalCode.LINK,
            tar -> tar.hardlink("./shadow", "/etc/shadow")),
        data(
            "a hard link to a later file",
            RefusalCode.LINK,
            t -> t.hardlink("./a", "./b").file("./b", 0, "")),
        data(
            "a hard link to a link",
            RefusalCode.LINK,
            t -> t.symlink("./b", "x").hardlink("./a", "./b")));
  }

  private static Arguments data(String what, RefusalCode code, UnaryOperator<TarFixture> tar) {
    return Arguments.of(what, code, new DebFixture().data(tar.apply(new TarFixture())).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badData")
  void refusesData(String what, RefusalCode code, byte[] deb) throws IOException {
    refused(code, deb);
  }

  static Stream<Arguments> badControl() {
    String sound = DebFixture.CONTROL;
    return Stream.of(
        control("two paragraphs", RefusalCode.CONTROL_FORM, sound + "\nPackage: other\n"),
        control("a field twice", RefusalCode.CONTROL_FORM, sound + "package: hello\n"),
        control("no field", RefusalCode.CONTROL_FORM, sound + "nothing\n"),
        control("a field without a name", RefusalCode.CONTROL_FORM, sound + ": x\n"),
        control("a carriage return", RefusalCode.CONTROL_FORM, sound.replace("\n", "\r\n")),
        control("a continuation first", RefusalCode.CONTROL_FORM, " x\n" + sound),
        control("nothing", RefusalCode.CONTROL_FORM, ""),
        control("a comment", RefusalCode.CONTROL_FORM, "# x: y\n" + sound),
        control("no version", RefusalCode.CONTROL_FIELD, sound.replace("Version:", "Virsion:")),
        control("an empty version", RefusalCode.CONTROL_FIELD, sound.replace("1:2.10-3", "")),
        control(
            "a version with a slash", RefusalCode.CONTROL_FIELD, sound.replace("1:2.10-3", "1/2")),
        control(
            "a name that is a path",
            RefusalCode.CONTROL_FIELD,
            sound.replace("Package: hello", "Package: ../hello")),
        control(
            "an unknown Multi-Arch", RefusalCode.CONTROL_FIELD, sound.replace("foreign", "maybe")),
        control(
            "a size that is none", RefusalCode.CONTROL_FIELD, sound.replace("Size: 5", "Size: -5")),
        control(
            "a broken relation",
            RefusalCode.CONTROL_FIELD,
            sound.replace("libc6 (>= 2.34)", "libc6 (>= 2.34")),
        control("too much", RefusalCode.TOO_LARGE, sound + "X: " + "x".repeat(300_000) + "\n"));
  }

  private static Arguments control(String what, RefusalCode code, String text) {
    return Arguments.of(what, code, new DebFixture().control(text).build());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badControl")
  void refusesAControlFile(String what, RefusalCode code, byte[] deb) throws IOException {
    refused(code, deb);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "md5sums, MD5SUMS, 'd41d8cd98f00b204e9800998ecf8427e  usr/bin/hello'",
    "md5sums, MD5SUMS, 'd41d8cd98f00b204e9800998ecf8427e  usr/bin/nothing'",
    "md5sums, MD5SUMS, 'd41d8cd98f00b204e9800998ecf8427e usr/bin/hello'",
    "md5sums, MD5SUMS, ''",
    "conffiles, CONFFILES, etc/hello.conf",
    "conffiles, CONFFILES, /etc/nothing",
    "conffiles, CONFFILES, /etc",
    "conffiles, CONFFILES, remove-on-upgrade /etc/hello.conf",
    "conffiles, CONFFILES, ''",
    "conffiles, PATH, /etc/../hello",
    "../control, CONTROL_MEMBER, x",
    "dir/file, CONTROL_MEMBER, x",
    "./control, CONTROL_MEMBER, x",
  })
  void refusesAControlArchive(String name, RefusalCode code, String line) throws IOException {
    refused(code, new DebFixture().control(name, line + "\n").build());
  }

  @Test
  void refusesOtherMembersThanThreeInOrder() throws IOException {
    byte[] tar = new TarFixture().build();
    byte[] version = "2.0\n".getBytes(US_ASCII);

    refused(RefusalCode.DEB_FORM, new ArFixture().add("control.tar", tar).build());
    refused(RefusalCode.DEB_FORM, new ArFixture().add("debian-binary", version).build());
    refused(
        RefusalCode.DEB_FORM,
        new ArFixture()
            .add("debian-binary", version)
            .add("data.tar", tar)
            .add("control.tar", tar)
            .build());
    refused(
        RefusalCode.DEB_FORM,
        new ArFixture()
            .add("debian-binary", version)
            .add("control.tar", tar)
            .add("data.tar", tar)
            .add("data.tar", tar)
            .build());
    refused(RefusalCode.DEB_FORM, new DebFixture().debianBinary("3.0\n").build());
    refused(RefusalCode.DEB_FORM, new DebFixture().debianBinary("2.0\n".repeat(10)).build());
    refused(
        RefusalCode.CONTROL_MEMBER,
        new ArFixture()
            .add("debian-binary", version)
            .add("control.tar", tar)
            .add("data.tar", tar)
            .build());
    refused(
        RefusalCode.COMPRESSION,
        new ArFixture()
            .add("debian-binary", version)
            .add("control.tar.bz2", tar)
            .add("data.tar", tar)
            .build());
  }

  /** Sixty megabytes in ten kilobytes, and far more than a test's memory would hold. */
  @Test
  void refusesABombWithoutUnpackingIt() throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    TarArchiveEntry zeros = TarFixture.entry("./zeros", TarConstants.LF_NORMAL, 0644);
    zeros.setSize(60 << 20);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(data, new LZMA2Options(0)))) {
      tar.putArchiveEntry(zeros);
      for (int i = 0; i < 60; i++) {
        tar.write(new byte[1 << 20]);
      }
      tar.closeArchiveEntry();
    }
    byte[] control = new TarFixture().file("./control", 0644, DebFixture.CONTROL).build();

    refused(
        RefusalCode.RATIO,
        new ArFixture()
            .add("debian-binary", "2.0\n".getBytes(US_ASCII))
            .add("control.tar", control)
            .add("data.tar.xz", data.toByteArray())
            .build());
  }
}
