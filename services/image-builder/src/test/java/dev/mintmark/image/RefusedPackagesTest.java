package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.packages.fixture.TarFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages for linux/amd64 that do not go into the image that is asked for. */
class RefusedPackagesTest {
  private static final String AMD64 = "linux/amd64";

  @TempDir Path folder;

  private static Arguments row(
      String name, String code, String names, BaseFixture base, Consumer<Inputs> change) {
    return arguments(name, code, names, base, change);
  }

  private static Consumer<Inputs> deb(
      String name, String version, String architecture, TarFixture data) {
    return inputs ->
        inputs.add(
            AMD64,
            PackageKind.DEBIAN,
            name,
            version,
            name + ".deb",
            BaseFixture.deb(name, version, architecture, data));
  }

  private static Consumer<Inputs> wheel(String name, String version, String file) {
    return inputs ->
        inputs.add(AMD64, PackageKind.WHEEL, name, version, file, WheelFixture.sound().build());
  }

  private static Consumer<Inputs> greeting() {
    return wheel("greet.me", "1.2.0", WheelFixture.NAME);
  }

  private static TarFixture tar() {
    return new TarFixture();
  }

  private static BaseFixture debian() {
    return BaseFixture.debian();
  }

  private static BaseFixture with(TarFixture layer) {
    return debian().and(layer);
  }

  private static String status(String libc, String python) {
    return BaseFixture.STATUS
        .formatted("amd64")
        .replace("2.36-9+deb12u4", libc)
        .replace("3.11.2-6+deb12u6", python);
  }

  private static BaseFixture withStatus(String status) {
    return with(tar().file("var/lib/dpkg/status", 0644, status));
  }

  static Stream<Arguments> debs() {
    return Stream.of(
        row("of another architecture", "PKG-023", "arm64", debian(), deb("a", "1", "arm64", tar())),
        row(
            "of another name than asked for",
            "IMG-015",
            "it is b 1, the request asks for a 1",
            debian(),
            i ->
                i.add(
                    AMD64,
                    PackageKind.DEBIAN,
                    "a",
                    "1",
                    "a.deb",
                    BaseFixture.deb("b", "1", "amd64", tar()))),
        row(
            "that is none",
            "PKG-001",
            "a.deb",
            debian(),
            i -> i.add(AMD64, PackageKind.DEBIAN, "a", "1", "a.deb", new byte[100])),
        row(
            "of another size",
            "IMG-009",
            "announced were",
            debian(),
            deb("a", "1", "all", tar())
                .andThen(i -> {
                  ImagePackage asked = i.packages.removeLast();
                  asked.getSource().put("size", 7L);
                  i.packages.add(asked);
                })),
        row(
            "in another version than the base",
            "IMG-021",
            "the base has libc6 2.36-9+deb12u4",
            debian(),
            deb("libc6", "2.36-9+deb12u5", "amd64", tar())),
        row(
            "with a file that the base has otherwise",
            "PKG-050",
            "the base image has it",
            debian(),
            deb("a", "1", "all", tar().file("./etc/passwd", 0644, "mine\n"))),
        row(
            "with a file of another",
            "PKG-050",
            "a.deb has it",
            debian(),
            deb("a", "1", "all", tar().file("./usr/lib/x", 0644, "x"))
                .andThen(deb("b", "1", "all", tar().file("./lib/x", 0644, "x")))),
        row(
            "with an attribute",
            "IMG-019",
            "security.capability",
            debian(),
            deb(
                "a",
                "1",
                "all",
                tar()
                    .paxRecords("38 SCHILY.xattr.security.capability=v\n")
                    .file("./usr/bin/ping", 0755, "x"))),
        row(
            "where a file of the request is",
            "IMG-002",
            "/usr/lib/libonnxruntime.so",
            debian(),
            deb("a", "1", "all", tar().file("./usr/lib/libonnxruntime.so", 0644, "x"))),
        row(
            "where the app is",
            "IMG-002",
            "/app/serve.sh",
            debian(),
            deb("a", "1", "all", tar().file("./app/serve.sh", 0755, "x"))),
        row(
            "that changes the app's folder",
            "IMG-018",
            "mode 700",
            debian(),
            deb("a", "1", "all", tar().directory("./app/", 0700))));
  }

  static Stream<Arguments> wheels() {
    return Stream.of(
        row("where there is no Python", "IMG-016", "[]", BaseFixture.of(tar()), greeting()),
        row(
            "where there are two Pythons",
            "IMG-016",
            "/usr/local/bin/python3.12",
            with(tar().file("usr/local/bin/python3.12", 0755, "x")),
            greeting()),
        row(
            "for a Python that is a link to nowhere",
            "IMG-016",
            "[]",
            BaseFixture.of(tar().symlink("usr/bin/python3.11", "none")),
            greeting()),
        row(
            "for a Python whose version is not told",
            "IMG-016",
            "patchlevel.h",
            withStatus(status("2.36-9", "4.0")),
            greeting()),
        row(
            "for a Python that is too old",
            "IMG-016",
            "3.9.2",
            withStatus(status("2.36-9", "3.9.2-1").replace("python3.11", "python3.9"))
                .and(
                    tar()
                        .file("usr/bin/.wh.python3.11", 0644, "")
                        .file("usr/bin/python3.9", 0755, "x")),
            greeting()),
        row(
            "where the C library is not told",
            "IMG-017",
            "libc6 []",
            withStatus(status("2.36-9", "3.11.2-6").replace("libc6", "musl")),
            greeting()),
        row(
            "for another machine",
            "PKG-037",
            "aarch64",
            debian(),
            i ->
                i.add(
                    AMD64,
                    PackageKind.WHEEL,
                    "greet-me",
                    "1.2.0",
                    "greet_me-1.2.0-py3-none-manylinux_2_17_aarch64.whl",
                    tagged("py3-none-manylinux_2_17_aarch64"))),
        row(
            "for a newer C library",
            "PKG-037",
            "glibc 2.36",
            debian(),
            i ->
                i.add(
                    AMD64,
                    PackageKind.WHEEL,
                    "greet-me",
                    "1.2.0",
                    "greet_me-1.2.0-py3-none-manylinux_2_39_x86_64.whl",
                    tagged("py3-none-manylinux_2_39_x86_64"))),
        row(
            "of another version than asked for",
            "IMG-015",
            "the request asks for greet-me 1.2.1",
            debian(),
            wheel("greet-me", "1.2.1", WheelFixture.NAME)),
        row(
            "that is a source distribution",
            "PKG-031",
            "source distribution",
            debian(),
            wheel("greet-me", "1.2.0", "greet_me-1.2.0.tar.gz")),
        row(
            "with a file that is there",
            "PKG-050",
            "usr/local/bin/greet",
            with(tar().file("usr/local/bin/greet", 0755, "x")),
            greeting()));
  }

  private static byte[] tagged(String tag) {
    return WheelFixture.sound()
        .file(WheelFixture.INFO + "WHEEL", WheelFixture.WHEEL.replace("py3-none-any", tag))
        .build();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        row(
            "a kind that is not known",
            "IMG-008",
            "kind",
            debian(),
            i -> i.add(AMD64, PackageKind.UNKNOWN, "a", "1", "a.deb", new byte[1])),
        row(
            "a platform that is not built",
            "IMG-008",
            "linux/s390x",
            debian(),
            i -> i.add("linux/s390x", PackageKind.DEBIAN, "a", "1", "a.deb", new byte[1])),
        row(
            "a file in a folder",
            "IMG-008",
            "pool/a.deb",
            debian(),
            i -> i.add(AMD64, PackageKind.DEBIAN, "a", "1", "pool/a.deb", new byte[1])),
        row(
            "one file twice",
            "IMG-008",
            "a.deb",
            debian(),
            deb("a", "1", "all", tar()).andThen(deb("a", "1", "all", tar()))),
        row(
            "a path through a link of the base",
            "IMG-018",
            "/lib is a link to usr/lib",
            debian(),
            i ->
                i.files.add(
                    Inputs.file(
                        AMD64, "/lib/x", i.put(new byte[1], MediaTypes.OCTET_STREAM), null))),
        row(
            "a file that the base has",
            "IMG-002",
            "/etc/passwd",
            debian(),
            i ->
                i.files.add(
                    Inputs.file(
                        AMD64, "/etc/passwd", i.put(new byte[1], MediaTypes.OCTET_STREAM), null))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"debs", "wheels", "requests"})
  void refuses(String name, String code, String names, BaseFixture base, Consumer<Inputs> change) {
    Inputs inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
    base.in(inputs);
    change.accept(inputs);

    assertThatThrownBy(() -> BuiltImage.of(inputs, folder.resolve("work"), 2))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.refusal().code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.refusal().message()).contains(names);
            });
    assertThat(folder.resolve("work"))
        .satisfiesAnyOf(
            work -> assertThat(work).doesNotExist(), work -> assertThat(work).isEmptyDirectory());
  }
}
