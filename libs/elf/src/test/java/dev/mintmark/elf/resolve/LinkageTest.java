package dev.mintmark.elf.resolve;

import static dev.mintmark.elf.resolve.ImageFixture.GLIBC_LOADER;
import static dev.mintmark.elf.resolve.ImageFixture.MUSL_LOADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.elf.ElfFixture;
import dev.mintmark.elf.resolve.Finding.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkageTest {
  private static ElfFixture app() {
    return ElfFixture.program(GLIBC_LOADER).needs("libc.so.6", "GLIBC_2.2.5");
  }

  private static ElfFixture lib(String soname) {
    return ElfFixture.library(soname).needs("libc.so.6", "GLIBC_2.2.5");
  }

  private static void only(List<Finding> findings, Kind kind, String path, String found) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(kind);
          assertThat(finding.path()).isEqualTo(path);
          assertThat(finding.found()).contains(found);
        });
  }

  @Test
  void findsLibrariesInTheDefaultFoldersAndByLinks() throws IOException {
    assertThat(
            ImageFixture.debian()
                .elf("/app/run", app().needs("libx.so.1"))
                .link("/usr/lib/libx.so.1", "/opt/x/libx.so.1.2")
                .elf("/opt/x/libx.so.1.2", lib("libx.so.1"))
                .elf("/usr/bin/static", new ElfFixture(64, true, 2, 62))
                .file("/etc/passwd", "root".getBytes(UTF_8))
                .check())
        .isEmpty();
  }

  @Test
  void reportsALibraryThatIsMissingWithAllPlacesItWasLookedFor() throws IOException {
    List<Finding> findings =
        ImageFixture.debian()
            .elf("/app/run", app().needs("libx.so.1").runpath("$ORIGIN/lib:${ORIGIN}/../more"))
            .check("/env");

    only(findings, Kind.LIBRARY, "/app/run", "it needs libx.so.1");
    assertThat(findings.getFirst().lookedAt())
        .containsExactly(
            "/env/libx.so.1",
            "/app/lib/libx.so.1",
            "/app/../more/libx.so.1",
            "/lib/x86_64-linux-gnu/libx.so.1",
            "/usr/lib/x86_64-linux-gnu/libx.so.1",
            "/lib/libx.so.1",
            "/usr/lib/libx.so.1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"$ORIGIN/../priv", "${ORIGIN}/../priv", "/opt/priv"})
  void expandsOrigin(String runpath) throws IOException {
    assertThat(
            ImageFixture.debian()
                .elf("/opt/bin/run", app().needs("libx.so.1").runpath(runpath))
                .elf("/opt/priv/libx.so.1", lib("libx.so.1"))
                .check())
        .isEmpty();
  }

  @Test
  void expandsOriginInTheNameOfALibrary() throws IOException {
    assertThat(
            ImageFixture.debian()
                .elf("/opt/bin/run", app().needs("$ORIGIN/../lib/libx.so.1"))
                .elf("/opt/lib/libx.so.1", lib("libx.so.1"))
                .check())
        .isEmpty();
  }

  @Test
  void tellsNoVersionsOfALibraryThatIsMissing() throws IOException {
    only(
        ImageFixture.debian().elf("/app/run", app().needs("libx.so.1", "X_1", "X_2")).check(),
        Kind.LIBRARY,
        "/app/run",
        "libx.so.1");
  }

  @Test
  void inheritsAnRpathAndNotARunpath() throws IOException {
    ImageFixture rpath =
        ImageFixture.debian()
            .elf("/opt/bin/run", app().needs("libx.so.1").rpath("/opt/priv"))
            .elf("/opt/priv/libx.so.1", lib("libx.so.1").needs("liby.so.1"))
            .elf("/opt/priv/liby.so.1", lib("liby.so.1"));
    assertThat(rpath.check()).isEmpty();

    rpath.elf("/opt/bin/run", app().needs("libx.so.1").runpath("/opt/priv"));
    only(rpath.check(), Kind.LIBRARY, "/opt/priv/libx.so.1", "it needs liby.so.1");
  }

  @Test
  void takesALibraryThatIsLoadedAlready() throws IOException {
    assertThat(
            ImageFixture.debian()
                .elf("/opt/run", app().needs("libx.so.1").needs("liby.so.1").runpath("/opt/priv"))
                .elf("/opt/priv/libx.so.1", lib("libx.so.1").needs("liby.so.1"))
                .elf("/opt/priv/liby.so.1", lib("liby.so.1"))
                .check())
        .as("libx finds no liby by itself, and the only program that loads it brings one")
        .isEmpty();
  }

  @Test
  void anLdSoConfWithoutItsCacheIsNoHelp() throws IOException {
    List<Finding> findings =
        ImageFixture.debian()
            .elf("/app/run", app().needs("libx.so.1"))
            .elf("/opt/x/libx.so.1", lib("libx.so.1"))
            .file("/etc/ld.so.conf.d/x.conf", "/opt/x\n".getBytes(UTF_8))
            .check();

    only(findings, Kind.LIBRARY, "/app/run", "/opt/x of ld.so.conf, which the loader knows");
  }

  @Test
  void findsWhatTheLoadersCacheKnows() throws IOException {
    assertThat(
            ImageFixture.debian()
                .elf("/app/run", app().needs("libx.so.1"))
                .elf("/opt/x/libx.so.1", lib("libx.so.1"))
                .file("/etc/ld.so.cache", LoaderCacheTest.cache("libx.so.1", "/opt/x/libx.so.1", 0))
                .check())
        .isEmpty();
  }

  @Test
  void passesOverALibraryForAnotherMachine() throws IOException {
    List<Finding> findings =
        ImageFixture.debian()
            .elf("/app/run", app().needs("libx.so.1").runpath("/a:/b"))
            .elf("/a/libx.so.1", new ElfFixture(64, true, 3, 183))
            .elf("/b/libx.so.1", lib("libx.so.1"))
            .check();
    only(findings, Kind.OTHER_MACHINE, "/a/libx.so.1", "aarch64");
  }

  @Test
  void reportsSymbolVersionsThatTheLibraryFoundDoesNotDefine() throws IOException {
    ImageFixture image =
        ImageFixture.debian()
            .elf("/app/run", app().needs("libx.so.1", "X_1", "X_9", "weak X_10"))
            .elf("/usr/lib/libx.so.1", lib("libx.so.1").defines("libx.so.1", "X_1"));
    only(image.check(), Kind.VERSION, "/app/run", "it needs X_9 of libx.so.1");

    image.elf("/app/run", ElfFixture.program(GLIBC_LOADER).needs("libc.so.6", "GLIBC_2.38"));
    only(image.check(), Kind.GLIBC, "/app/run", "the image's defines GLIBC_2.36 at most");
  }

  @Test
  void wantsTheInterpreter() throws IOException {
    only(
        new ImageFixture().elf("/app/run", app()).check(),
        Kind.INTERPRETER,
        "/app/run",
        GLIBC_LOADER + " is not in the image");
    only(
        ImageFixture.debian().elf("/r", ElfFixture.program("/lib/ld-uClibc.so.0")).check(),
        Kind.INTERPRETER,
        "/r",
        "not in the image");
  }

  @Test
  void refusesTheOtherLibc() throws IOException {
    only(
        ImageFixture.alpine().elf("/app/run", app()).check(),
        Kind.OTHER_LIBC,
        "/app/run",
        "linked for glibc, there is musl");
    only(
        ImageFixture.debian().elf("/app/run", ElfFixture.program(MUSL_LOADER)).check(),
        Kind.OTHER_LIBC,
        "/app/run",
        "linked for musl, there is glibc");
    only(
        ImageFixture.alpine()
            .elf("/x/libonnxruntime.so.1.29.0", lib("libonnxruntime.so.1"))
            .check(),
        Kind.ONNX_RUNTIME_ON_MUSL,
        "/x/libonnxruntime.so.1.29.0",
        "glibc 2.28");
  }

  @Test
  void muslAnswersItsOwnNamesAndInheritsRunpaths() throws IOException {
    assertThat(
            ImageFixture.alpine()
                .elf(
                    "/app/run",
                    ElfFixture.program(MUSL_LOADER)
                        .needs("libc.musl-x86_64.so.1")
                        .needs("libpthread.so.0")
                        .needs("libx.so")
                        .runpath("/priv"))
                .elf("/priv/libx.so", ElfFixture.library("libx.so").needs("liby.so"))
                .elf("/priv/liby.so", ElfFixture.library("liby.so"))
                .check())
        .isEmpty();
  }

  @Test
  void theDevicesSystemCountsOnlyForAnImageWithoutPrograms() throws IOException {
    ElfFixture runtime =
        lib("libonnxruntime.so.1")
            .needs("libstdc++.so.6", "GLIBCXX_3.4.22", "CXXABI_1.3.11")
            .needs("libm.so.6", "GLIBC_2.28");
    ImageFixture image = new ImageFixture().elf("/usr/lib/libonnxruntime.so", runtime);
    assertThat(image.checkOn(DeviceRuntime.ofGlibc("2.28"))).isEmpty();
    only(
        image.checkOn(DeviceRuntime.ofGlibc("2.27")),
        Kind.GLIBC,
        "/usr/lib/libonnxruntime.so",
        "the device is only known to have GLIBC_2.27");
    assertThat(image.check()).extracting(Finding::kind).contains(Kind.LIBRARY);

    only(
        image.checkOn(DeviceRuntime.ofMusl("1.2.3")),
        Kind.ONNX_RUNTIME_ON_MUSL,
        "/usr/lib/libonnxruntime.so",
        "glibc 2.28");
    assertThat(
            new ImageFixture()
                .elf("/x.so", ElfFixture.library("x.so").needs("libc.musl-x86_64.so.1"))
                .checkOn(DeviceRuntime.ofMusl("1.2.3")))
        .isEmpty();

    image.elf("/app/run", app());
    assertThat(image.checkOn(DeviceRuntime.ofGlibc("2.28")))
        .extracting(Finding::path)
        .contains("/app/run", "/usr/lib/libonnxruntime.so");
  }

  @Test
  void reportsWhatCannotBeRead() throws IOException {
    byte[] broken = lib("libx.so.1").build();
    broken[54] = 1;
    only(
        ImageFixture.debian().file("/x/libx.so.1", broken).check(),
        Kind.UNREADABLE,
        "/x/libx.so.1",
        "ELF-004");
  }
}
