package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebPackageTest {
  @TempDir private Path folder;

  private DebPackage open(DebFixture fixture) throws IOException {
    return DebPackage.open(fixture.write(folder));
  }

  private static String text(PackageEntry entry) throws IOException {
    try (InputStream in = ((PackageEntry.File) entry).content().open()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", ".gz", ".xz", ".zst"})
  void tellsWhatThePackageBrings(String compression) throws IOException {
    DebPackage deb = open(new DebFixture().compression(compression));

    assertThat(deb.entries())
        .extracting(PackageEntry::path)
        .containsExactly(
            "usr",
            "usr/bin",
            "usr/bin/hello",
            "usr/bin/hi",
            "usr/share",
            "usr/share/" + "long".repeat(40) + ".txt",
            "usr/share/F\u0151tan\u00fas\u00edtv\u00e1ny.crt",
            "etc",
            "etc/hello.conf",
            "usr/bin/hallo");
    assertThat(deb.entries().get(2))
        .isInstanceOfSatisfying(
            PackageEntry.File.class,
            file -> {
              assertThat(file.mode()).isEqualTo(0755);
              assertThat(file.size()).isEqualTo(21);
              assertThat(file.digest())
                  .isEqualTo(Digest.of("#!/bin/sh\necho hello\n".getBytes(UTF_8)));
            });
    assertThat(deb.entries().get(3))
        .isEqualTo(new PackageEntry.Hardlink("usr/bin/hi", "usr/bin/hello"));
    assertThat(text(deb.entries().get(8))).isEqualTo("greeting=hello\n");
    assertThat(text(deb.entries().get(2))).isEqualTo("#!/bin/sh\necho hello\n");
    assertThat(deb.findings()).isEmpty();
  }

  @Test
  void readsTheControlFile() throws IOException {
    DebControl control = open(new DebFixture()).control();

    assertThat(control.name()).isEqualTo("hello");
    assertThat(control.version()).isEqualTo("1:2.10-3");
    assertThat(control.multiArch()).contains("foreign");
    assertThat(control.installedSize()).isEqualTo(OptionalLong.of(5));
    assertThat(control.source()).isEqualTo("hello");
    assertThat(control.depends())
        .containsExactly(
            List.of(new Relation("libc6", Optional.of(">= 2.34"))),
            List.of(
                new Relation("debconf", Optional.of(">= 0.5")),
                new Relation("debconf-2.0", Optional.empty())));
  }

  @Test
  void spoolsTheContentsIntoOneFileAndLeavesNoneBehindARefusal() throws IOException {
    Path spool = folder.resolve("spool.tar");
    DebPackage deb =
        DebPackage.spool(
            new DebFixture().write(folder), new Subject("hello"), Limits.DEFAULT, spool);
    Files.delete(folder.resolve("hello_2.10-3_arm64.deb"));

    assertThat(Files.readAllBytes(spool)).isEqualTo(DebFixture.sound().build());
    assertThat(text(deb.entries().get(8))).isEqualTo("greeting=hello\n");

    Path bad = new DebFixture().data(new TarFixture().kind("./x", '3')).write(folder);
    Path other = folder.resolve("other.tar");
    Refused.with(
        RefusalCode.ENTRY_KIND,
        () -> DebPackage.spool(bad, Subject.of(bad), Limits.DEFAULT, other));
    assertThat(other).doesNotExist();
  }

  @Test
  void openingWritesNothing() throws IOException {
    open(new DebFixture());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void writesWhatDistrolessImagesHaveInPlaceOfDpkgsDatabase() throws IOException {
    String md5sums = md5() + "  etc/hello.conf\n";
    DebFixture fixture =
        new DebFixture()
            .data(new TarFixture().file("./etc/hello.conf", 0644, "greeting=hello\n"))
            .control("md5sums", md5sums);
    List<PackageEntry> status = open(fixture).status();

    assertThat(status)
        .extracting(PackageEntry::path)
        .containsExactly("var/lib/dpkg/status.d/hello", "var/lib/dpkg/status.d/hello.md5sums");
    assertThat(text(status.getFirst())).isEqualTo(DebFixture.CONTROL);
    assertThat(text(status.getLast())).isEqualTo(md5sums);
  }

  private static String md5() {
    MessageDigest md5 = Md5.computation();
    md5.update("greeting=hello\n".getBytes(UTF_8));
    return Md5.finish(md5).hex();
  }

  @Test
  void makesMd5sumsWithoutConfigurationWhereThePackageHasNone() throws IOException {
    TarFixture data =
        new TarFixture()
            .file("./etc/hello.conf", 0644, "greeting=hello\n")
            .file("./b", 0644, "greeting=hello\n")
            .hardlink("./a", "./b");
    DebPackage deb = open(new DebFixture().data(data).control("conffiles", "/etc/hello.conf\n"));

    assertThat(text(deb.status().getLast())).isEqualTo(md5() + "  a\n" + md5() + "  b\n");
    assertThat(deb.conffiles()).containsExactly(new Conffile("etc/hello.conf"));
  }

  @Test
  void reportsWhatAGateWantsToKnow() throws IOException {
    TarArchiveEntry foreign = TarFixture.entry("./srv", TarConstants.LF_DIR, 02770);
    foreign.setIds(0, 42);
    TarArchiveEntry capable = TarFixture.entry("./ping", TarConstants.LF_NORMAL, 0755);
    capable.addPaxHeader("SCHILY.xattr.security.capability", "x");
    TarFixture data =
        new TarFixture()
            .file("./su", 04755, "")
            .file("./open", 0666, "")
            .directory("./tmp/", 01777)
            .directory("./opentmp/", 0777)
            .put(foreign, new byte[0])
            .put(capable, new byte[0]);
    DebPackage deb =
        open(
            new DebFixture()
                .data(data)
                .control("preinst", "#!/bin/sh\ndpkg-divert --add /bin/sh\n"));

    assertThat(deb.findings())
        .extracting(finding -> finding.kind() + " " + finding.path() + " " + finding.detail())
        .containsExactly(
            "SETUID su mode 4755",
            "WORLD_WRITABLE open mode 666",
            "WORLD_WRITABLE opentmp mode 777",
            "SETGID srv mode 2770",
            "FOREIGN_OWNER srv owner 0:42",
            "ATTRIBUTES ping security.capability",
            "MAINTAINER_SCRIPT preinst not run",
            "DIVERSION dpkg-divert not done");
    assertThat(deb.scripts()).containsExactly("preinst");
    assertThat(deb.contribution().diverts()).isTrue();
  }

  @Test
  void refusesAPackageForAnotherArchitecture() throws IOException {
    DebPackage deb = open(new DebFixture());
    deb.requireArchitecture("arm64");
    open(new DebFixture().control(DebFixture.CONTROL.replace("arm64", "all")))
        .requireArchitecture("amd64");

    PackageException e =
        Refused.with(RefusalCode.ARCHITECTURE, () -> deb.requireArchitecture("amd64"));

    assertThat(e)
        .hasMessage(
            "cannot use hello_2.10-3_arm64.deb: 'Architecture': it is for arm64, the image is for"
                + " amd64; use the package of amd64 (PKG-023)");
  }
}
