package dev.mintmark.packages.nar;

import static dev.mintmark.packages.fixture.NarFixture.APP;
import static dev.mintmark.packages.fixture.NarFixture.LIBC;
import static dev.mintmark.packages.fixture.NarFixture.directory;
import static dev.mintmark.packages.fixture.NarFixture.entry;
import static dev.mintmark.packages.fixture.NarFixture.file;
import static dev.mintmark.packages.fixture.NarFixture.node;
import static dev.mintmark.packages.fixture.NarFixture.program;
import static dev.mintmark.packages.fixture.NarFixture.symlink;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.NarFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoreClosureTest {
  @TempDir private Path folder;

  @Test
  void readsEachStorePathWithItsFilesAndWhatItRefersTo() throws IOException {
    StoreClosure closure = open(NarFixture.sound().build());

    assertThat(closure.items())
        .extracting(item -> item.path().toString())
        .containsExactly(LIBC, APP);
    StoreItem app = closure.items().get(1);
    assertThat(app.references()).extracting(StorePath::toString).containsExactly(LIBC, APP);
    assertThat(app.entries())
        .extracting(StoreClosureTest::shown)
        .containsExactly(
            "555 " + APP.substring(1),
            "555 " + APP.substring(1) + "/bin",
            "555 " + APP.substring(1) + "/bin/hello the program",
            APP.substring(1) + "/lib -> " + LIBC + "/lib");
    assertThat(closure.items().getFirst().entries())
        .extracting(StoreClosureTest::shown)
        .contains("444 " + LIBC.substring(1) + "/lib/libc.so.6 the library");
  }

  private static String shown(PackageEntry entry) {
    return switch (entry) {
      case PackageEntry.Directory made -> Integer.toOctalString(made.mode()) + " " + made.path();
      case PackageEntry.Symlink link -> link.path() + " -> " + link.target();
      case PackageEntry.File plain ->
          Integer.toOctalString(plain.mode()) + " " + plain.path() + " " + content(plain);
      case PackageEntry.Hardlink link -> throw new AssertionError("no NAR has " + link);
    };
  }

  private static String content(PackageEntry.File file) {
    try (InputStream in = file.content().open()) {
      byte[] bytes = in.readAllBytes();
      assertThat(Digest.of(bytes)).isEqualTo(file.digest());
      assertThat(bytes).hasSize((int) file.size());
      return new String(bytes, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsWhatGuixSigned() throws IOException {
    String path = "/gnu/store/0123456789abcdfghijklmnpqrsvwxyz-hello-2.12.1";
    byte[] export = new NarFixture().signed(path, file("x"), "(signature (data …))", path).build();

    StoreItem item = open(export).items().getFirst();
    assertThat(item.path().store()).isEqualTo("/gnu/store");
    assertThat(item.entries()).extracting(PackageEntry::path).containsExactly(path.substring(1));
  }

  @Test
  void tellsNameAndVersionOfAStorePathApart() {
    assertThat(nameAndVersion("glibc-2.38-44")).isEqualTo("glibc 2.38-44");
    assertThat(nameAndVersion("bash-interactive-5.2p26-man"))
        .isEqualTo("bash-interactive 5.2p26-man");
    assertThat(nameAndVersion("python3.11-numpy-1.26.4")).isEqualTo("python3.11-numpy 1.26.4");
    assertThat(nameAndVersion("setup-hook.sh")).isEqualTo("setup-hook.sh none");
  }

  private static String nameAndVersion(String label) {
    StorePath path =
        StorePath.parse("/nix/store/0123456789abcdfghijklmnpqrsvwxyz-" + label).orElseThrow();
    return path.name() + " " + path.version().orElse("none");
  }

  static Stream<Arguments> hostile() {
    byte[] one = entry("a", file("x"));
    return Stream.of(
        row("an empty export", RefusalCode.NAR_FORM, new NarFixture()),
        row(
            "names that are not sorted",
            RefusalCode.NAR_FORM,
            directory(entry("b", file("")), one)),
        row("one name twice", RefusalCode.NAR_FORM, directory(one, one)),
        row("an empty name", RefusalCode.PATH, directory(entry("", file("")))),
        row("a name .", RefusalCode.PATH, directory(entry(".", file("")))),
        row("a name ..", RefusalCode.PATH, directory(entry("..", directory(one)))),
        row("a name with a slash", RefusalCode.PATH, directory(entry("a/b", file("")))),
        row("a name with NUL", RefusalCode.PATH, directory(entry("a\0b", file("")))),
        row("a name that deletes", RefusalCode.PATH, directory(entry(".wh.a", file("")))),
        row(
            "a name that is too long",
            RefusalCode.NAR_FORM,
            directory(entry("a".repeat(256), file("")))),
        row("a path that is too long", RefusalCode.PATH, deep(9, "a".repeat(127))),
        row("folders that are too deep", RefusalCode.TOO_LARGE, deep(300, "a")),
        row("a link that leaves the root", RefusalCode.LINK, symlink("../../../../etc")),
        row("a link without a target", RefusalCode.PATH, symlink("")),
        row("a device", RefusalCode.NAR_FORM, node("device")),
        row("a file without contents", RefusalCode.NAR_FORM, node("regular")),
        row(
            "a flag that is none",
            RefusalCode.NAR_FORM,
            node("regular", "setuid", "", "contents", "x")),
        row(
            "a second contents",
            RefusalCode.NAR_FORM,
            node("regular", "contents", "x", "contents", "y")),
        row(
            "an open closure",
            RefusalCode.OPEN_CLOSURE,
            new NarFixture().item(APP, file(""), "", LIBC)),
        row("one path twice", RefusalCode.DUPLICATE, NarFixture.sound().item(APP, file(""), "")),
        row(
            "a path elsewhere",
            RefusalCode.STORE_PATH,
            new NarFixture().item("/etc/passwd", file(""), "")),
        row(
            "a path above",
            RefusalCode.STORE_PATH,
            new NarFixture().item(APP + "/../../x", file(""), "")),
        row(
            "a path below",
            RefusalCode.STORE_PATH,
            new NarFixture().item(APP + "/bin", file(""), "")),
        row(
            "digits that are none",
            RefusalCode.STORE_PATH,
            new NarFixture().item(APP.replace("zyx", "eou"), file(""), "")),
        row(
            "a reference that is none",
            RefusalCode.STORE_PATH,
            new NarFixture().item(APP, file(""), "", "x")),
        row(
            "a deriver that is none",
            RefusalCode.STORE_PATH,
            new NarFixture().item(APP, file(""), "x")),
        row(
            "something behind",
            RefusalCode.NAR_FORM,
            NarFixture.sound().raw(new byte[8]).raw(new byte[1])));
  }

  private static byte[] deep(int levels, String name) {
    byte[] node = file("x");
    for (int i = 0; i < levels; i++) {
      node = directory(entry(name, node));
    }
    return node;
  }

  private static Arguments row(String name, RefusalCode code, byte[] node) {
    return row(name, code, new NarFixture().item(APP, node, ""));
  }

  private static Arguments row(String name, RefusalCode code, NarFixture export) {
    return Arguments.of(name, code, export);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void refuses(String name, RefusalCode code, NarFixture export) {
    Refused.with(code, () -> open(export.build()));
  }

  @Test
  void namesTheReferenceThatIsMissing() {
    byte[] export = new NarFixture().item(APP, program("x"), "", APP, LIBC).build();
    PackageException refused = Refused.with(RefusalCode.OPEN_CLOSURE, () -> open(export));
    assertThat(refused.getMessage()).contains(APP).contains("refers to " + LIBC);
  }

  @Test
  void refusesPaddingThatIsNoZeros() {
    byte[] export = NarFixture.sound().build();
    // "(" is one byte and seven zeros.
    int padding = 8 + 8 + 16 + 8 + 7;
    assertThat(export[padding]).isZero();
    export[padding] = 1;

    PackageException refused = Refused.with(RefusalCode.NAR_FORM, () -> open(export));
    assertThat(refused.getMessage()).contains("padded");
  }

  @Test
  void refusesWhateverIsCutOff() throws IOException {
    byte[] export = NarFixture.sound().build();
    for (int length = 0; length < export.length; length++) {
      byte[] cut = Arrays.copyOf(export, length);
      Refused.with(RefusalCode.NAR_FORM, () -> open(cut));
    }
    assertThat(open(export).items()).hasSize(2);
  }

  @Test
  void refusesMoreThanTheLimits() throws IOException {
    byte[] export = NarFixture.sound().build();
    Path file = Files.write(folder.resolve("closure"), export);
    for (Limits limits :
        List.of(
            new Limits(7, 1000, 10, 512, 10_000, 1000),
            new Limits(100, 20, 10, 512, 10_000, 1000),
            new Limits(100, 1000, 10, 512, 30, 1000))) {
      Refused.with(RefusalCode.TOO_LARGE, () -> StoreClosure.open(file, new Subject("c"), limits));
    }
    Limits enough = new Limits(8, 22, 10, 512, 10_000, 1000);
    assertThat(StoreClosure.open(file, new Subject("c"), enough).items()).hasSize(2);
  }

  /** A size that a file merely claims costs nothing. */
  @Test
  void believesNoSize() {
    for (long claim : List.of(1L << 40, Long.MAX_VALUE, -1L)) {
      byte[] export = NarFixture.sound().build();
      int size = indexOf(export, "contents") + 8;
      for (int i = 0; i < 8; i++) {
        export[size + i] = (byte) (claim >>> (8 * i));
      }
      assertThat(catchCode(export)).isIn(RefusalCode.TOO_LARGE, RefusalCode.NAR_FORM);
    }
  }

  private RefusalCode catchCode(byte[] export) {
    try {
      open(export);
    } catch (PackageException e) {
      return e.code();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it was read");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).indexOf(text);
  }

  private StoreClosure open(byte[] export) throws IOException {
    Path file = Files.write(folder.resolve("closure"), export);
    return StoreClosure.open(file, Subject.of(file), Limits.DEFAULT);
  }
}
