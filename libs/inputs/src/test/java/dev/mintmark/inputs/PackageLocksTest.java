package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The locks of an image's packages, and the wishes that they are made of. */
class PackageLocksTest {
  private static final String A = "sha256:" + "a1".repeat(32);
  private static final String DEB =
      "amd64 libc6 2.36-9+deb12u14 " + A + " 99 pool/l/libc6_2_amd64.deb";
  private static final String HEAD = "distribution debian bookworm\n";
  private static final String WHEEL =
      "linux/amd64 numpy 2.3.1 " + A + " 99 numpy-2.3.1-cp311-cp311-manylinux_2_28_x86_64.whl";
  private static final String TARGET = "target python 3.11 glibc 2.36\n";

  @Test
  void readsADebianLockAndWritesItAgain() throws Exception {
    DebianLock lock = DebianLock.parse(("# why\n\n" + HEAD + DEB + "\n").getBytes(UTF_8));

    assertThat(lock.vendor()).isEqualTo("debian");
    assertThat(lock.codename()).isEqualTo("bookworm");
    assertThat(lock.find("amd64", "libc6"))
        .contains(
            new DebianLock.Package(
                "amd64",
                "libc6",
                "2.36-9+deb12u14",
                Digest.parse(A),
                99,
                "pool/l/libc6_2_amd64.deb"));
    assertThat(lock.find("arm64", "libc6")).isEmpty();
    assertThat(lock.packages().getFirst().file()).isEqualTo("libc6_2_amd64.deb");
    assertThat(DebianLock.parse(lock.bytes())).isEqualTo(lock);
  }

  static Stream<Arguments> faultyDebianLocks() {
    return Stream.of(
        arguments("empty", "", 1, "locks no package"),
        arguments("no package", HEAD, 1, "locks no package"),
        arguments("no head", DEB, 1, "distribution"),
        arguments("two spaces", HEAD + DEB.replace(" ", "  "), 2, "single spaces"),
        arguments("tab", HEAD + DEB.replace(" ", "\t"), 2, "single spaces"),
        arguments("no digest", HEAD + DEB.replace(A + " ", ""), 2, "single spaces"),
        arguments("short digest", HEAD + DEB.replace(A, A.substring(1)), 2, "single spaces"),
        arguments("weak digest", HEAD + DEB.replace("sha256", "md5"), 2, "single spaces"),
        arguments("upper case", HEAD + DEB.replace("a1a1", "A1A1"), 2, "single spaces"),
        arguments("no size", HEAD + DEB.replace(" 99 ", " 0 "), 2, "single spaces"),
        arguments("an option", HEAD + DEB.replace("libc6 ", "--force "), 2, "no package name"),
        arguments("a removal", HEAD + DEB.replace("libc6 ", "libc- "), 2, "no package name"),
        arguments("a version's option", HEAD + DEB.replace("2.36", "-o2"), 2, "no version"),
        arguments("a version with a slash", HEAD + DEB.replace("9+deb", "9/deb"), 2, "no version"),
        arguments("a host", HEAD + DEB.replace("pool/", "http://x/"), 2, "no path"),
        arguments("an absolute path", HEAD + DEB.replace("pool/", "/pool/"), 2, "no path"),
        arguments("a way up", HEAD + DEB.replace("pool/", "pool/../"), 2, "no path"),
        arguments("no package file", HEAD + DEB.replace(".deb", ".exe"), 2, "no path"),
        arguments("twice", HEAD + DEB + "\n" + DEB, 3, "doubled"),
        arguments("unsorted", HEAD + DEB + "\n" + DEB.replace("libc6 ", "apt "), 3, "not sorted"),
        arguments("control character", HEAD + DEB + "\u0007", 2, "control character"),
        arguments("carriage return", HEAD + DEB + "\r\n", 2, "control character"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultyDebianLocks")
  void refusesADebianLockThatPinsNothing(String name, String text, int line, String fault) {
    assertThatThrownBy(() -> DebianLock.parse(text.getBytes(UTF_8)))
        .isInstanceOf(FaultyLineException.class)
        .hasMessageContaining(fault)
        .hasFieldOrPropertyWithValue("line", line);
  }

  @Test
  void readsAWheelsLockAndWritesItAgain() throws Exception {
    WheelsLock lock = WheelsLock.parse((TARGET + WHEEL).getBytes(UTF_8));

    assertThat(lock.python()).isEqualTo("3.11");
    assertThat(lock.glibc()).isEqualTo("2.36");
    assertThat(lock.of("linux/amd64")).hasSize(1);
    assertThat(WheelsLock.parse(lock.bytes())).isEqualTo(lock);
  }

  static Stream<Arguments> faultyWheelsLocks() {
    return Stream.of(
        arguments("empty", "", 1, "locks no wheel"),
        arguments("no head", WHEEL, 1, "target python"),
        arguments("no wheel", TARGET, 1, "locks no wheel"),
        arguments("another Python", "target python 2.7 glibc 2.36\n" + WHEEL, 1, "target"),
        arguments("no digest", TARGET + WHEEL.replace(A, "sha256:00"), 2, "single spaces"),
        arguments("a folder", TARGET + WHEEL.replace(" numpy-", " ../numpy-"), 2, "single spaces"),
        arguments("an sdist", TARGET + WHEEL.replace(".whl", ".tar.gz"), 2, "single spaces"),
        arguments("an odd name", TARGET + WHEEL.replace(" numpy ", " -r "), 2, "single spaces"),
        arguments("twice", TARGET + WHEEL + "\n" + WHEEL, 3, "doubled"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultyWheelsLocks")
  void refusesAWheelsLockThatPinsNothing(String name, String text, int line, String fault) {
    assertThatThrownBy(() -> WheelsLock.parse(text.getBytes(UTF_8)))
        .isInstanceOf(FaultyLineException.class)
        .hasMessageContaining(fault)
        .hasFieldOrPropertyWithValue("line", line);
  }

  @Test
  void readsWishes() throws Exception {
    assertThat(
            DebianWishes.parse("# a\npython3-minimal\ng++=4:12.2.0-3\n".getBytes(UTF_8)).wishes())
        .containsExactly(
            new DebianWishes.Wish("python3-minimal", Optional.empty()),
            new DebianWishes.Wish("g++", Optional.of("4:12.2.0-3")));
    assertThat(
            PythonWishes.parse(
                    "numpy >= 2, <3 # why\nuvicorn[standard]==0.*\npip\n".getBytes(UTF_8))
                .wishes())
        .isEqualTo(List.of("numpy>=2,<3", "uvicorn[standard]==0.*", "pip"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "-y",
        "--allow-unauthenticated",
        "libc6-",
        "libc6:arm64",
        "libc6/sid",
        "a b",
        "a=b c",
        "a=-o",
        "a=",
        "LibC",
        "lib*",
        "^lib",
        "./a.deb",
        "a\na"
      })
  void refusesWishesThatAptCouldTakeForSomethingElse(String text) {
    assertThatThrownBy(() -> DebianWishes.parse(text.getBytes(UTF_8)))
        .isInstanceOf(FaultyLineException.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "", "-r other.txt", "--index-url=http://x", "numpy --pre", "numpy @ http://x/n.whl",
        "./numpy", "numpy; python_version<'3'", "numpy>", "git+https://x/y", "Num_Py\nnum-py"
      })
  void refusesWishesThatPipCouldTakeForSomethingElse(String text) {
    assertThatThrownBy(() -> PythonWishes.parse(text.getBytes(UTF_8)))
        .isInstanceOf(FaultyLineException.class);
  }
}
