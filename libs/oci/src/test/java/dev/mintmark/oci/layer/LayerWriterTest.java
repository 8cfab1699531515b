package dev.mintmark.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerWriterTest {
  private static final long EPOCH = 1_780_000_000L;

  private record Written(Layer layer, byte[] bytes) {}

  private static LayerEntry.File file(String path, int mode, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new LayerEntry.File(
        path, mode, bytes.length, Digest.of(bytes), () -> new ByteArrayInputStream(bytes));
  }

  private static Written write(List<LayerEntry> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Layer layer = new LayerWriter(EPOCH).write(entries, out);
    return new Written(layer, out.toByteArray());
  }

  private static List<LayerEntry> sample() {
    return List.of(
        file("app/serve.py", 0644, "print('hello')\n"),
        file("app/bin/run", 0755, "#!/bin/sh\n"),
        file("app/übung/" + "lang".repeat(40) + ".txt", 0600, "long and not ASCII\n"),
        new LayerEntry.Directory("tmp", 01777),
        new LayerEntry.Symlink("usr/lib/libonnxruntime.so.1", "libonnxruntime.so"),
        file("usr/lib/libonnxruntime.so", 0755, "native"));
  }

  private static List<TarArchiveEntry> list(byte[] layer) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new ByteArrayInputStream(layer)), UTF_8.name())) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        entries.add(e);
      }
    }
    return entries;
  }

  @Test
  void takesAwayWhatLiesBelow() throws IOException {
    Written written =
        write(
            List.of(
                new LayerEntry.Whiteout("srv/old"),
                new LayerEntry.Directory("srv", 0750),
                new LayerEntry.Whiteout("top")));

    assertThat(list(written.bytes()))
        .extracting(e -> e.getName() + " " + e.getSize() + " " + e.isFile())
        .containsExactly("srv/ 0 false", "srv/.wh.old 0 true", ".wh.top 0 true");
    assertThat(written.layer().files()).isEmpty();
  }

  @Test
  void refusesAWhiteoutOfWhatTheLayerHas() {
    assertThatThrownBy(() -> write(List.of(new LayerEntry.Whiteout("a"), file("a", 0644, "x"))))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("OCI-003");
  }

  @Test
  void keepsTheOwnersThatEntriesHave() throws IOException {
    LayerEntry.Owner owner = new LayerEntry.Owner(65_532, 4_000_000);
    List<LayerEntry> entries =
        List.of(
            new LayerEntry.Directory("home", 0750, owner),
            new LayerEntry.File(
                "home/x", 02755, owner, 0, null, () -> new ByteArrayInputStream(new byte[0])),
            new LayerEntry.Hardlink("home/y", "home/x"),
            new LayerEntry.Symlink("home/z", "x", owner),
            new LayerEntry.Symlink("root", "home"));

    assertThat(list(write(entries).bytes()))
        .extracting(e -> e.getName() + " " + e.getLongUserId() + ":" + e.getLongGroupId())
        .containsExactly(
            "home/ 65532:4000000",
            "home/x 65532:4000000",
            "home/z 65532:4000000",
            "root 0:0",
            "home/y 65532:4000000");
    assertThatThrownBy(() -> new LayerEntry.Owner(-1, 0)).isInstanceOf(OciException.class);
  }

  @Test
  void sortsEntriesAndAddsTheDirectoriesThatTheyImply() throws IOException {
    assertThat(list(write(sample()).bytes()))
        .extracting(TarArchiveEntry::getName)
        .containsExactly(
            "app/",
            "app/bin/",
            "app/bin/run",
            "app/serve.py",
            "app/übung/",
            "app/übung/" + "lang".repeat(40) + ".txt",
            "tmp/",
            "usr/",
            "usr/lib/",
            "usr/lib/libonnxruntime.so",
            "usr/lib/libonnxruntime.so.1");
  }

  @Test
  void fixesOwnerAndTimeOfEveryEntryAndKeepsModesAndLinks() throws IOException {
    List<TarArchiveEntry> entries = list(write(sample()).bytes());

    assertThat(entries)
        .allSatisfy(e -> {
          assertThat(e.getLongUserId()).isZero();
          assertThat(e.getLongGroupId()).isZero();
          assertThat(e.getUserName()).isEmpty();
          assertThat(e.getGroupName()).isEmpty();
          assertThat(e.getLastModifiedTime().toMillis()).isEqualTo(EPOCH * 1000);
        });
    assertThat(entries)
        .extracting(e -> e.getMode() & 07777)
        .containsExactly(0755, 0755, 0755, 0644, 0755, 0600, 01777, 0755, 0755, 0755, 0777);
    assertThat(entries.getLast().isSymbolicLink()).isTrue();
    assertThat(entries.getLast().getLinkName()).isEqualTo("libonnxruntime.so");
  }

  @Test
  void describesTheBytesThatItWrote() throws IOException {
    Written written = write(sample());

    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(written.bytes())).readAllBytes();
    assertThat(written.layer().blob().digest()).isEqualTo(Digest.of(written.bytes()));
    assertThat(written.layer().blob().size()).isEqualTo(written.bytes().length);
    assertThat(written.layer().blob().mediaType()).isEqualTo(OciMediaTypes.LAYER_GZIP);
    assertThat(written.layer().diffId()).isEqualTo(Digest.of(tar));
    assertThat(written.layer().files())
        .contains(
            new Layer.WrittenFile(
                "app/bin/run", 0755, 10, Digest.of("#!/bin/sh\n".getBytes(UTF_8))))
        .hasSize(4);
  }

  @Test
  void makesTheKnownDigests() throws IOException {
    Layer layer = write(sample()).layer();

    assertThat(layer.diffId().hex())
        .isEqualTo("c24f164bbdf25b7314cf6e1df33b7a18a780a58b9526e1fc8b804007fca44337");
    assertThat(layer.blob().digest().hex())
        .isEqualTo("3ab7cc078e6d17cb99de89ae924224ec250f4b9914438ea7a320641ef6aa8ac3");
  }

  @Test
  void makesTheSameBytesInWhateverOrderTheEntriesCome() throws IOException {
    List<LayerEntry> shuffled = new ArrayList<>(sample());
    Collections.reverse(shuffled);

    assertThat(write(shuffled).layer()).isEqualTo(write(sample()).layer());
  }

  @Test
  void usesPaxHeadersOnlyWhereTheNameNeedsThem() throws IOException {
    byte[] plain = write(List.of(file("app/serve.py", 0644, "x"))).bytes();

    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(plain)).readAllBytes();
    assertThat(new String(tar, UTF_8)).doesNotContain("PaxHeaders");
  }

  @Test
  void writesAnEmptyLayer() throws IOException {
    assertThat(list(write(List.of()).bytes())).isEmpty();
  }

  @Test
  void streamsAFileLargerThanTheHeap() throws IOException {
    long size = Runtime.getRuntime().maxMemory() + (64L << 20);
    LayerEntry.File file = new LayerEntry.File("big", 0644, size, null, () -> new Zeros(size));

    Layer layer = new LayerWriter(EPOCH).write(List.of(file), OutputStream.nullOutputStream());

    assertThat(layer.files().getFirst().size()).isEqualTo(size);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../etc/passwd",
        "a/../../b",
        "a/./b",
        "a//b",
        "a/",
        ".",
        "..",
        "a\nb",
        "a\u0000b",
        "app/.wh.serve.py",
        ".wh..wh..opq",
        "bad\ud800text"
      })
  void refusesAPathThatIsNotInsideTheRoot(String path) {
    assertThatThrownBy(() -> file(path, 0644, "x"))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("OCI-002");
    assertThatThrownBy(() -> new LayerEntry.Directory(path, 0755)).hasMessageContaining("OCI-002");
    assertThatThrownBy(() -> new LayerEntry.Symlink(path, "x")).hasMessageContaining("OCI-002");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "usr/lib/x, ../../../etc/passwd",
    "x, ..",
    "x, a/../../y",
    "usr/x, /../etc",
    "x, ''",
  })
  void refusesALinkThatLeavesTheRoot(String path, String target) {
    assertThatThrownBy(() -> new LayerEntry.Symlink(path, target)).hasMessageContaining("OCI-002");
  }

  @ParameterizedTest(name = "mode {0}")
  @ValueSource(ints = {-1, 010000, 0100644})
  void refusesAModeThatIsMoreThanPermissions(int mode) {
    assertThatThrownBy(() -> file("a", mode, "x")).hasMessageContaining("OCI-002");
  }

  @Test
  void writesHardLinksBehindTheirFilesAndCountsThemAsFiles() throws IOException {
    List<LayerEntry> entries =
        List.of(
            new LayerEntry.Hardlink("bin/a", "bin/perl"),
            file("bin/perl", 0755, "native"),
            new LayerEntry.Hardlink("z/perl5.36", "bin/perl"),
            file("zz", 0644, "last"));

    Written written = write(entries);

    List<TarArchiveEntry> list = list(written.bytes());
    assertThat(list)
        .extracting(TarArchiveEntry::getName)
        .containsExactly("bin/", "bin/perl", "z/", "zz", "bin/a", "z/perl5.36");
    assertThat(list.subList(4, 6))
        .allSatisfy(e -> {
          assertThat(e.isLink()).isTrue();
          assertThat(e.getLinkName()).isEqualTo("bin/perl");
          assertThat(e.getSize()).isZero();
          assertThat(e.getMode() & 07777).isEqualTo(0755);
        });
    Digest digest = Digest.of("native".getBytes(UTF_8));
    assertThat(written.layer().files())
        .extracting(Layer.WrittenFile::path)
        .containsExactly("bin/a", "bin/perl", "z/perl5.36", "zz");
    assertThat(written.layer().files().getFirst())
        .isEqualTo(new Layer.WrittenFile("bin/a", 0755, 6, digest));
    assertThat(write(entries.reversed()).layer()).isEqualTo(written.layer());
  }

  @Test
  void refusesAHardLinkToWhatIsNoFileOfTheLayer() {
    LayerEntry.Hardlink link = new LayerEntry.Hardlink("a", "b");
    for (List<LayerEntry> others :
        List.<List<LayerEntry>>of(
            List.of(),
            List.of(new LayerEntry.Directory("b", 0755)),
            List.of(new LayerEntry.Symlink("b", "c")),
            List.of(new LayerEntry.Hardlink("b", "c"), file("c", 0644, "x")))) {
      List<LayerEntry> entries = new ArrayList<>(others);
      entries.add(link);
      assertThatThrownBy(() -> write(entries))
          .hasMessageContaining("'b' is not a file in this layer")
          .hasMessageContaining("OCI-003");
    }
    assertThatThrownBy(() -> new LayerEntry.Hardlink("a", "../b")).hasMessageContaining("OCI-002");
  }

  @Test
  void refusesTwoEntriesOfOnePath() {
    assertThatThrownBy(() -> write(List.of(file("a/b", 0644, "x"), file("a/b", 0644, "x"))))
        .hasMessageContaining("'a/b'")
        .hasMessageContaining("OCI-003");
    assertThatThrownBy(
            () -> write(List.of(file("a", 0644, "x"), new LayerEntry.Directory("a", 0755))))
        .hasMessageContaining("OCI-003");
  }

  @Test
  void refusesAnEntryBelowAFileOrALink() {
    assertThatThrownBy(() -> write(List.of(file("a", 0644, "x"), file("a/b/c", 0644, "x"))))
        .hasMessageContaining("'a' is not a directory")
        .hasMessageContaining("OCI-003");
    assertThatThrownBy(() ->
            write(List.of(new LayerEntry.Symlink("lib", "usr/lib"), file("lib/x", 0644, "x"))))
        .hasMessageContaining("'lib' is not a directory");
  }

  @ParameterizedTest(name = "announced {0} bytes")
  @ValueSource(longs = {2, 4})
  void refusesAContentOfAnotherSize(long announced) {
    LayerEntry.File lying =
        new LayerEntry.File(
            "a", 0644, announced, null, () -> new ByteArrayInputStream(new byte[3]));

    assertThatThrownBy(() -> write(List.of(lying)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("OCI-004");
  }

  @Test
  void refusesAContentOfAnotherDigest() {
    LayerEntry.File lying =
        new LayerEntry.File(
            "a", 0644, 3, Digest.of(new byte[0]), () -> new ByteArrayInputStream(new byte[3]));

    assertThatThrownBy(() -> write(List.of(lying))).hasMessageContaining("OCI-004");
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int n = (int) Math.min(length, left);
      left -= n;
      return n == 0 ? -1 : n;
    }
  }
}
