package dev.mintmark.packages.root;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.Owner;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RootTest {
  private static final Base MERGED_USR =
      new Base(
          List.of(directory("etc", 0755), directory("usr/lib", 0755), directory("tmp", 01777)),
          List.of(link("lib", "usr/lib"), link("lib64", "/usr/lib64")),
          List.of(file("etc/passwd")));

  private static PackageEntry.Directory directory(String path, int mode) {
    return new PackageEntry.Directory(path, mode, Owner.ROOT);
  }

  private static PackageEntry.Symlink link(String path, String target) {
    return new PackageEntry.Symlink(path, target, Owner.ROOT);
  }

  private static PackageEntry.File file(String path) {
    byte[] bytes = path.getBytes(UTF_8);
    return new PackageEntry.File(
        path, 0644, Owner.ROOT, bytes.length, Digest.of(bytes), new TreeMap<>(), Content.of(bytes));
  }

  private static PackageEntry.File executable(String path) {
    PackageEntry.File plain = file(path);
    return new PackageEntry.File(
        path,
        0755,
        plain.owner(),
        plain.size(),
        plain.digest(),
        plain.attributes(),
        plain.content());
  }

  private static Contribution input(String name, PackageEntry... entries) {
    return new Contribution(new Subject(name + ".deb"), name, List.of(entries), Set.of(), false);
  }

  private static List<String> merge(Base base, Contribution... inputs) {
    return Root.merge(base, List.of(inputs), Limits.DEFAULT).entries().stream()
        .map(RootTest::line)
        .toList();
  }

  private static String line(Placed placed) {
    String what =
        switch (placed.entry()) {
          case PackageEntry.File file -> "file";
          case PackageEntry.Directory directory -> Integer.toOctalString(directory.mode());
          case PackageEntry.Symlink link -> "-> " + link.target();
          case PackageEntry.Hardlink link -> "= " + link.target();
        };
    String input = placed.input().map(Subject::name).orElse("base");
    String packed =
        placed.packed().equals(placed.entry().path()) ? "" : " packed as " + placed.packed();
    return placed.entry().path() + " " + what + " " + input + packed;
  }

  @Test
  void putsAPackagesLibIntoUsrLibWhereTheBaseHasThatLink() {
    assertThat(
            merge(
                MERGED_USR,
                input(
                    "libc6",
                    directory("lib", 0755),
                    directory("lib/triplet", 0755),
                    file("lib/triplet/libc.so.6"),
                    new PackageEntry.Hardlink("lib/hard", "lib/triplet/libc.so.6"),
                    link("lib64/ld.so", "/lib/triplet/ld.so"))))
        .containsExactly(
            "usr 755 libc6.deb",
            "usr/lib 755 base",
            "usr/lib/hard = usr/lib/triplet/libc.so.6 libc6.deb packed as lib/hard",
            "usr/lib/triplet 755 libc6.deb packed as lib/triplet",
            "usr/lib/triplet/libc.so.6 file libc6.deb packed as lib/triplet/libc.so.6",
            "usr/lib64 755 libc6.deb",
            "usr/lib64/ld.so -> /lib/triplet/ld.so libc6.deb packed as lib64/ld.so");
  }

  @Test
  void keepsTheBasesModeForDirectoriesThatThePackagesAreIn() {
    assertThat(merge(MERGED_USR, input("a", file("tmp/x"))))
        .containsExactly("tmp 1777 base", "tmp/x file a.deb");
  }

  @Test
  void followsLinksThatAPackageBringsForThePackagesBehindIt() {
    Contribution links = input("base-files", link("lib", "usr/lib"));
    Contribution libc = input("libc6", directory("lib", 0755), file("lib/libc.so.6"));

    assertThat(merge(Base.EMPTY, links, libc))
        .containsExactly(
            "lib -> usr/lib base-files.deb",
            "usr 755 libc6.deb",
            "usr/lib 755 libc6.deb packed as lib",
            "usr/lib/libc.so.6 file libc6.deb packed as lib/libc.so.6");
    PackageException e = Refused.with(RefusalCode.CONFLICT, () -> merge(Base.EMPTY, libc, links));
    assertThat(e).hasMessageContaining("put the package that brings the link first");
  }

  @Test
  void takesALinkThatTheBaseHasAlready() {
    assertThat(merge(MERGED_USR, input("usr-is-merged", link("lib", "usr/lib")))).isEmpty();
    Refused.with(
        RefusalCode.CONFLICT, () -> merge(MERGED_USR, input("x", link("lib", "usr/lib32"))));
  }

  @Test
  void letsTwoInputsAgreeOnADirectoryAndOnNothingElse() {
    Contribution a = input("a", directory("usr/share", 0755), file("usr/share/x"));
    assertThat(merge(Base.EMPTY, a, input("b", directory("usr/share", 0755), file("usr/share/y"))))
        .containsExactly(
            "usr 755 a.deb",
            "usr/share 755 a.deb",
            "usr/share/x file a.deb",
            "usr/share/y file b.deb");

    for (PackageEntry other :
        List.of(
            file("usr/share/x"),
            link("usr/share/x", "y"),
            directory("usr/share/x", 0755),
            directory("usr/share", 0775),
            new PackageEntry.Directory("usr/share", 0755, new Owner(0, 42)),
            file("usr/share"),
            file("usr"),
            link("usr", "elsewhere"))) {
      PackageException e =
          Refused.with(RefusalCode.CONFLICT, () -> merge(Base.EMPTY, a, input("b", other)));
      assertThat(e).as(other.toString()).hasMessageContaining("cannot use b.deb");
      assertThat(e).hasMessageContaining("a.deb has it");
    }
  }

  @Test
  void refusesWhatTheBaseHas() {
    PackageException e =
        Refused.with(
            RefusalCode.CONFLICT, () -> merge(MERGED_USR, input("x", executable("etc/passwd"))));
    assertThat(e).hasMessageContaining("the base image has it, a file");
    Refused.with(
        RefusalCode.NO_DIRECTORY, () -> merge(MERGED_USR, input("x", file("etc/passwd/y"))));
    Refused.with(
        RefusalCode.CONFLICT, () -> merge(MERGED_USR, input("x", directory("etc/passwd", 0755))));
  }

  @Test
  void leavesToTheBaseTheVerySameFileAndEveryDirectory() {
    Contribution same =
        input(
            "x",
            directory("etc", 0700),
            file("etc/passwd"),
            new PackageEntry.Hardlink("etc/passwd-", "etc/passwd"),
            directory("tmp", 0755));

    assertThat(merge(MERGED_USR, same))
        .containsExactly("etc 755 base", "etc/passwd- file x.deb", "tmp 1777 base");
  }

  @Test
  void saysThatReplacesAndDiversionsAreNotFollowed() {
    Contribution a = input("a", file("x"));
    Contribution b =
        new Contribution(new Subject("b.deb"), "b", List.of(file("x")), Set.of("a"), false);
    Contribution c =
        new Contribution(new Subject("c.deb"), "c", List.of(file("x")), Set.of(), true);

    assertThat(Refused.with(RefusalCode.CONFLICT, () -> merge(Base.EMPTY, a, b)))
        .hasMessageContaining("Replaces");
    assertThat(Refused.with(RefusalCode.CONFLICT, () -> merge(Base.EMPTY, b, a)))
        .hasMessageContaining("Replaces");
    assertThat(Refused.with(RefusalCode.CONFLICT, () -> merge(Base.EMPTY, a, c)))
        .hasMessageContaining("diverts");
  }

  @Test
  void neverLeavesTheRootWhateverTheLinksSay() {
    Base base = new Base(List.of(), List.of(link("out", "../../../etc")), List.of());

    assertThat(merge(base, input("a", file("out/x"))))
        .containsExactly("etc 755 a.deb", "etc/x file a.deb packed as out/x");
  }

  @Test
  void refusesLinksThatNeverEnd() {
    Base base = new Base(List.of(), List.of(link("a", "b"), link("b", "a")), List.of());

    Refused.with(RefusalCode.NO_DIRECTORY, () -> merge(base, input("x", file("a/y"))));
    Refused.with(RefusalCode.NO_DIRECTORY, () -> merge(base, input("x", directory("a", 0755))));
  }

  @Test
  void refusesALinkThatLeavesTheRootFromWhereItLands() {
    Base base = new Base(List.of(), List.of(link("a/b/c", "/z")), List.of());

    Refused.with(RefusalCode.LINK, () -> merge(base, input("x", link("a/b/c/l", "../../../etc"))));
  }

  @Test
  void refusesAHardLinkToAnotherInputsFile() {
    Refused.with(
        RefusalCode.LINK,
        () ->
            merge(
                Base.EMPTY,
                input("a", file("shadow")),
                input("b", new PackageEntry.Hardlink("mine", "shadow"))));
  }

  /** Each link leads one long way further down: names would grow with the square of the input. */
  @Test
  void boundsWhatLinksMakeOfPaths() {
    List<PackageEntry> entries = new ArrayList<>();
    String way = "x/".repeat(100) + "x";
    entries.add(link("l0", way));
    for (int i = 1; i < 30; i++) {
      entries.add(link("l" + (i - 1) + "/l", way));
      entries.add(link("l" + i, "l" + (i - 1) + "/l"));
    }
    entries.add(file("l29/y"));
    Contribution input = input("bomb", entries.toArray(PackageEntry[]::new));

    Refused.with(RefusalCode.PATH, () -> merge(Base.EMPTY, input));

    Limits few = new Limits(10, 1, 1, 1000, 100, 1);
    Refused.with(
        RefusalCode.TOO_LARGE,
        () -> Root.merge(Base.EMPTY, List.of(input("deep", file("a/".repeat(50) + "b"))), few));
  }

  @Test
  void isTheSameInEveryRun() {
    Contribution a = input("a", file("z"), file("\u00fc"), file("a/b"), file("a-b"));

    assertThat(merge(Base.EMPTY, a))
        .containsExactly(
            "a 755 a.deb", "a-b file a.deb", "a/b file a.deb", "z file a.deb", "\u00fc file a.deb");
    assertThat(Root.merge(Base.EMPTY, List.of(a), Limits.DEFAULT).entries().getFirst().input())
        .isEqualTo(Optional.of(new Subject("a.deb")));
  }
}
