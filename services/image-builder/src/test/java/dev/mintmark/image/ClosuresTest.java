package dev.mintmark.image;

import static dev.mintmark.packages.fixture.NarFixture.APP;
import static dev.mintmark.packages.fixture.NarFixture.LIBC;
import static dev.mintmark.packages.fixture.NarFixture.directory;
import static dev.mintmark.packages.fixture.NarFixture.entry;
import static dev.mintmark.packages.fixture.NarFixture.file;
import static dev.mintmark.packages.fixture.NarFixture.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.elf.ElfFixture;
import dev.mintmark.events.build.v1.ImageClosure;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.fixture.NarFixture;
import dev.mintmark.packages.fixture.TarFixture;
import dev.mintmark.packages.fixture.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ClosuresTest {
  private static final String LIBC_PURL =
      "pkg:generic/glibc@2.36-9?store_path="
          + "%2Fnix%2Fstore%2F0123456789abcdfghijklmnpqrsvwxyz-glibc-2.36-9";

  @TempDir Path folder;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
  }

  private void add(String platform, byte[] export, @Nullable String license) {
    inputs.closures.add(
        new ImageClosure(platform, inputs.put(export, MediaTypes.OCTET_STREAM), license));
  }

  private BuiltImage build() throws IOException {
    return BuiltImage.of(inputs, folder.resolve("work"), 2);
  }

  private RefusedException refused() {
    return Objects.requireNonNull(catchThrowableOfType(RefusedException.class, this::build));
  }

  @Test
  void unpacksAClosureIntoALayerOfItsOwnPlatform() throws IOException {
    add("linux/amd64", NarFixture.sound().build(), "MIT");

    BuiltImage built = build();

    assertThat(built.layer(0, 0))
        .containsEntry("nix/store/", "755")
        .containsEntry(LIBC.substring(1) + "/", "555")
        .containsEntry(LIBC.substring(1) + "/lib/libc.so.6", "444")
        .containsEntry(APP.substring(1) + "/bin/hello", "555")
        .containsEntry(APP.substring(1) + "/lib", "-> " + LIBC + "/lib");
    assertThat(built.config(0).history().getFirst().createdBy())
        .isEqualTo("mintmark: closures for linux/amd64");
    assertThat(built.layer(1, 0)).containsKey("usr/lib/libonnxruntime.so");
    FileTable.Row libc =
        built.files().rows().stream()
            .filter(row -> row.path().equals(LIBC + "/lib/libc.so.6"))
            .findFirst()
            .orElseThrow();
    assertThat(libc.input())
        .isEqualTo(
            new FileTable.Input(
                libc.input().artifact(), LIBC.substring(1) + "/lib/libc.so.6", LIBC_PURL, "MIT"));
    assertThat(libc.input().artifact().digest().toString())
        .isEqualTo(inputs.closures.getFirst().getSource().getDigest());
  }

  @Test
  void liesAboveDebianPackages() throws IOException {
    BaseFixture.debian().in(inputs);
    inputs.add(
        "linux/amd64",
        PackageKind.DEBIAN,
        "greet",
        "1",
        "greet_1_amd64.deb",
        BaseFixture.deb("greet", "1", "amd64", new TarFixture().file("./usr/greet", 0644, "x")));
    add("linux/amd64", NarFixture.sound().build(), null);

    BuiltImage built = build();

    assertThat(built.layer(0, 1)).containsKey("usr/greet");
    assertThat(built.layer(0, 2)).containsKey(APP.substring(1) + "/bin/hello");
  }

  @Test
  void takesAStorePathOnceThatTwoClosuresHave() throws IOException {
    byte[] one = new NarFixture().item(LIBC, file("the same"), "").build();
    byte[] two =
        new NarFixture().item(LIBC, file("the same"), "").item(APP, file("x"), "", LIBC).build();
    add("linux/amd64", one, null);
    add("linux/amd64", two, null);
    BuiltImage built = build();
    Collections.reverse(inputs.closures);

    assertThat(built.layer(0, 0)).containsKeys(LIBC.substring(1), APP.substring(1));
    assertThat(build().layer(0, 0)).isEqualTo(built.layer(0, 0));
  }

  @Test
  void refusesAStorePathWithTwoContents() {
    add("linux/amd64", new NarFixture().item(LIBC, file("one"), "").build(), null);
    add("linux/amd64", new NarFixture().item(LIBC, file("two"), "").build(), null);

    assertThat(refused().refusal().code()).isEqualTo("IMG-050");
    assertThat(refused().refusal().subject()).contains(LIBC);
  }

  @Test
  void refusesAnOpenClosureByTheReferencesName() {
    add("linux/amd64", new NarFixture().item(APP, file("x"), "", LIBC).build(), null);

    assertThat(refused().refusal().code()).isEqualTo("PKG-062");
    assertThat(refused().refusal().found()).contains(LIBC);
  }

  @Test
  void refusesAClosureInTheWayOfTheBase() {
    BaseFixture.debian().and(new TarFixture().file(LIBC.substring(1), 0644, "another")).in(inputs);
    add("linux/amd64", NarFixture.sound().build(), null);

    assertThat(refused().refusal().code()).isEqualTo("PKG-050");
  }

  @Test
  void refusesAProgramForAnotherMachine() {
    byte[] node = directory(entry("hello", program(Inputs.ARM64)));
    add("linux/amd64", new NarFixture().item(APP, node, "").build(), null);

    assertThat(refused().refusal().code()).isEqualTo("IMG-036");
    assertThat(refused().refusal().subject()).contains(APP + "/hello");
  }

  @Test
  void refusesAProgramWhoseInterpreterTheClosureDoesNotHave() {
    byte[] elf = ElfFixture.program(LIBC + "/lib/ld-linux-x86-64.so.2").build();
    add("linux/amd64", new NarFixture().item(APP, program(elf), "").build(), null);

    assertThat(refused().refusal().code()).isEqualTo("IMG-032");
  }

  @Test
  void runsAProgramOfAClosureFromTheBuiltImage() throws IOException {
    Tool.require("chroot", "/", "true");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "the program is for amd64");
    inputs.platforms = List.of("linux/amd64");
    inputs.files.clear();
    inputs.armTargetPlatform = "linux/amd64";
    byte[] hello = TinyProgram.prints("hello from a closure\n");
    add(
        "linux/amd64",
        new NarFixture()
            .item(APP, directory(entry("bin", directory(entry("hello", program(hello))))), "")
            .build(),
        "MIT");

    Path root = unpacked(build());

    assertThat(Tool.run(folder, "chroot", root.toString(), APP + "/bin/hello"))
        .isEqualTo("hello from a closure\n");
    Tool.run(folder, "chmod", "-R", "u+w", root.toString());
  }

  private Path unpacked(BuiltImage built) throws IOException {
    Path blob = folder.resolve("layer.tar.gz");
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.write(blob, built.read(built.image(0).getLayers().getFirst().getBlob().getDigest()));
    Tool.run(folder, "tar", "-xzpf", blob.toString(), "-C", root.toString());
    return root;
  }

  /** An export of a real store, in the file that {@code mintmark.real.closure} names, for amd64. */
  @Test
  @EnabledIfSystemProperty(
      named = "mintmark.real.closure",
      matches = ".+",
      disabledReason =
          "skipped: no export of Nix; -Dmintmark.real.closure=FILE names one that nix-store --export"
              + " wrote, with a program bin/true, nix-bin of Debian has nix-store")
  void runsAProgramOfAnExportThatNixWrote() throws IOException {
    Tool.require("chroot", "/", "true");
    String export = Objects.requireNonNull(System.getProperty("mintmark.real.closure"));
    inputs.platforms = List.of("linux/amd64");
    inputs.files.clear();
    inputs.armTargetPlatform = "linux/amd64";
    add("linux/amd64", Files.readAllBytes(Path.of(export)), null);

    BuiltImage built = build();
    Path root = unpacked(built);
    String path =
        built.files().rows().stream()
            .map(FileTable.Row::path)
            .filter(each -> each.endsWith("/bin/true"))
            .findFirst()
            .orElseThrow();

    Tool.run(folder, "chroot", root.toString(), path);
    assertThat(build().event()).isEqualTo(built.event());
    Tool.run(folder, "chmod", "-R", "u+w", root.toString());
  }
}
