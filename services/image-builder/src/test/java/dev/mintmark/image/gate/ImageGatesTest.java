package dev.mintmark.image.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.elf.ElfFixture;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageGatesTest {
  private static final String GLIBC = "{kind: libc, name: glibc, minimum: \"2.28\"}";
  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n";
  @TempDir Path folder;
  private GateImage image;

  @BeforeEach
  void setUp() {
    image = new GateImage(new FolderArtifactStore(folder));
  }

  private static ElfFixture app() {
    return ElfFixture.program(GateImage.LOADER).needs("libc.so.6", "GLIBC_2.2.5");
  }

  private static ElfFixture runtime() {
    return ElfFixture.library("libonnxruntime.so.1")
        .needs("libc.so.6", "GLIBC_2.28")
        .needs("libstdc++.so.6", "GLIBCXX_3.4.22");
  }

  private static Arguments row(String code, String names, Consumer<GateImage> image) {
    return arguments(code, names, image);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        row("IMG-030", "libx.so.1", i -> i.glibc().elf("app/run", app().needs("libx.so.1"))),
        row(
            "IMG-031",
            "X_2 of libx.so.1",
            i ->
                i.glibc()
                    .elf("app/run", app().needs("libx.so.1", "X_2").runpath("$ORIGIN"))
                    .elf("app/libx.so.1", ElfFixture.library("libx.so.1").defines("l", "X_1"))),
        row("IMG-032", GateImage.LOADER, i -> i.elf("app/run", app())),
        row("IMG-033", "there is musl", i -> i.musl().elf("app/run", app())),
        row("IMG-034", "glibc 2.28", i -> i.musl().elf("usr/lib/libonnxruntime.so", runtime())),
        row(
            "IMG-035",
            "GLIBC_2.36 at most",
            i ->
                i.glibc()
                    .elf(
                        "app/run",
                        ElfFixture.program(GateImage.LOADER).needs("libc.so.6", "GLIBC_2.38"))),
        row(
            "IMG-035",
            "only known to have GLIBC_2.17",
            i ->
                i.profile("a", GLIBC)
                    .profile("b", GLIBC.replace("28", "17"))
                    .elf(
                        "usr/lib/libx.so",
                        ElfFixture.library("x").needs("libc.so.6", "GLIBC_2.25"))),
        row("IMG-036", "aarch64", i -> i.elf("usr/lib/x.so", new ElfFixture(64, true, 3, 183))),
        row("IMG-037", "ELF-001", i -> i.file("x.so", 0644, "\u007fELF and no more")),
        row("IMG-038", "4755", i -> i.file("bin/su", 04755, "#!/bin/sh\n")),
        row("IMG-038", "pkg:deb/debian/example", i -> i.file("bin/wall", 02755, "#!/bin/sh\n")),
        row("IMG-039", "666", i -> i.file("etc/x", 0666, "x")),
        row("IMG-039", "/var/x", i -> i.folder("var/x", 0777)),
        row("IMG-040", "private key", i -> i.file("app/x.txt", 0644, "note\n" + KEY)),
        row("IMG-040", "SSH", i -> i.file("root/.ssh/id_ed25519", 0600, "anything")),
        row("IMG-040", "passwords", i -> i.file("root/.netrc", 0600, "machine x")),
        row("IMG-040", "passwords", i -> i.file("root/.pypirc", 0600, "[pypi]")),
        row(
            "IMG-040",
            "login of a registry",
            i ->
                i.file(
                    "root/.docker/config.json", 0600, "{\"auths\":{\"r\":{\"auth\":\"eA==\"}}}")),
        row(
            "IMG-040",
            "AWS",
            i -> i.file("root/.aws/credentials", 0600, "[d]\naws_secret_access_key = x\n")),
        row(
            "IMG-040",
            "too large",
            i -> i.file("root/.aws/credentials", 0600, " ".repeat((1 << 20) + 1))),
        row("IMG-042", "no image has", i -> i.allow("/bin/su", ImageFinding.SETUID)),
        row("IMG-044", "ELF-011", i -> i.file("etc/ld.so.cache", 0644, "text")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void refused(String code, String names, Consumer<GateImage> change) {
    change.accept(image);

    assertThatThrownBy(image::check)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
              assertThat(e.refusal().advice()).isNotBlank();
            });
  }

  @Test
  void passesAnImageWhoseProgramsFindAllTheyNeed() throws IOException {
    image
        .glibc()
        .elf("app/run", app().needs("libx.so.1"))
        .elf("opt/x/libx.so.1", ElfFixture.library("libx.so.1").needs("libc.so.6"))
        .file("etc/ssl/cert.pem", 0644, "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n")
        .file("app/doc.txt", 0644, "put -----BEGIN PRIVATE KEY----- on a line\n")
        .file("root/.docker/config.json", 0600, "{\"auths\":{}}")
        .folder("tmp", 01777)
        .folder("var/local", 02775)
        .environment
        .add("LD_LIBRARY_PATH=/opt/x");
    image.check();
  }

  @Test
  void takesTheDevicesOwnLibrariesForAnImageThatBringsNoProgram() throws IOException {
    image.elf("usr/lib/libonnxruntime.so", runtime()).profile("a", GLIBC);
    assertThatCode(image::check).doesNotThrowAnyException();

    image.profile("b", "{kind: kernel, name: linux, minimum: \"5.0\"}");
    assertThatThrownBy(image::check)
        .hasMessageContaining("IMG-030")
        .hasMessageContaining("do not agree on a libc");
  }

  @Test
  void tellsAllFindingsAndTakesWhatIsAllowed() throws IOException {
    image.file("bin/su", 04755, "x").file("bin/mount", 04755, "x").file("etc/x", 0666, "x");

    assertThatThrownBy(image::check)
        .hasMessageContaining("/bin/mount")
        .hasMessageContaining("and so are /bin/su (setuid")
        .hasMessageContaining("/etc/x (world-writable");

    image.allow("/bin/**", ImageFinding.SETUID).allow("/etc/x", ImageFinding.WORLD_WRITABLE);
    image.check();
  }

  @Test
  void holdsTheBudget() {
    image.budget = OptionalLong.of(100);

    image.gates().requireWithinBudget(Platform.LINUX_AMD64, 100);
    assertThatThrownBy(() -> image.gates().requireWithinBudget(Platform.LINUX_ARM64, 101))
        .hasMessageContaining("101 compressed bytes, the budget is 100")
        .hasMessageContaining("IMG-041");
  }

  @Test
  void refusesAProfileThatIsNone() {
    var some = new FolderArtifactStore(folder).put(new byte[] {'x'}, "application/yaml");
    image.profile("a", some);
    assertThatThrownBy(image::check).hasMessageContaining("IMG-043");

    image.profile("a", GLIBC.replace("2.28", "new"));
    assertThatThrownBy(image::check).hasMessageContaining("IMG-043");
  }
}
