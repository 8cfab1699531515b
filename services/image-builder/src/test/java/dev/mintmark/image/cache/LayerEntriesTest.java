package dev.mintmark.image.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.install.LayerPart;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerEntriesTest {
  private static final Digest ONE = Digest.of(new byte[] {1});
  private static final Digest TWO = Digest.of(new byte[] {2});
  private static final LayerEntry.Owner OTHER = new LayerEntry.Owner(7, 8);

  private static LayerEntry.File file(
      String path, int mode, LayerEntry.Owner owner, long size, @Nullable Digest digest) {
    return new LayerEntry.File(path, mode, owner, size, digest, InputStream::nullInputStream);
  }

  private static LayerEntry.File file() {
    return file("a", 0644, LayerEntry.Owner.ROOT, 5, ONE);
  }

  private static FileTable.Input input(Digest digest, @Nullable String member) {
    return new FileTable.Input(new Artifact(digest, "application/zip", 9), member, null, null);
  }

  private static LayerPart part(LayerEntry... entries) {
    return new LayerPart(List.of(entries), Map.of());
  }

  private static LayerPart of(FileTable.Input input, LayerEntry... entries) {
    return new LayerPart(List.of(entries), Map.of("a", input));
  }

  private static Optional<Digest> key(LayerPart part) {
    return LayerEntries.key(new CacheKey("layer"), part);
  }

  @Test
  void anythingThatALayerIsMadeOfMakesAnotherKey() {
    LayerEntry.Owner root = LayerEntry.Owner.ROOT;
    List<LayerPart> all =
        List.of(
            part(),
            part(file()),
            part(file("b", 0644, root, 5, ONE)),
            part(file("a", 0755, root, 5, ONE)),
            part(file("a", 0644, OTHER, 5, ONE)),
            part(file("a", 0644, new LayerEntry.Owner(8, 7), 5, ONE)),
            part(file("a", 0644, root, 6, ONE)),
            part(file("a", 0644, root, 5, TWO)),
            of(input(ONE, "m"), file()),
            of(input(TWO, "m"), file()),
            of(input(ONE, "n"), file()),
            of(input(ONE, null), file()),
            of(input(ONE, "m"), file("a", 0644, root, 5, null)),
            part(new LayerEntry.Directory("a", 0644)),
            part(new LayerEntry.Directory("a", 0755)),
            part(new LayerEntry.Directory("a", 0644, OTHER)),
            part(new LayerEntry.Symlink("a", "b")),
            part(new LayerEntry.Symlink("a", "c")),
            part(new LayerEntry.Symlink("a", "b", OTHER)),
            part(file(), new LayerEntry.Hardlink("h", "a")),
            part(file(), new LayerEntry.Hardlink("i", "a")));

    Set<Digest> keys = new HashSet<>();
    all.forEach(part -> keys.add(key(part).orElseThrow()));

    assertThat(keys).hasSameSizeAs(all);
  }

  @Test
  void theOrderOfEntriesMakesNone() {
    LayerEntry.Directory folder = new LayerEntry.Directory("b", 0755);

    assertThat(key(part(file(), folder))).isEqualTo(key(part(folder, file())));
  }

  @Test
  void aContentThatNothingIsKnownOfHasNoKey() {
    assertThat(key(part(file("a", 0644, LayerEntry.Owner.ROOT, 5, null)))).isEmpty();
  }

  @Test
  void readsWhatItWrites() throws Exception {
    Layer layer =
        new Layer(
            new Artifact(ONE, "application/vnd.oci.image.layer.v1.tar+gzip", 77),
            TWO,
            List.of(
                new Layer.WrittenFile("a b/ü", 04755, 1L << 40, ONE),
                new Layer.WrittenFile("c", 0644, 0, TWO)));

    assertThat(LayerEntries.parse(LayerEntries.value(layer))).isEqualTo(layer);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "\n", "x", "a b c", "1 2 3 4 5"})
  void refusesWhatIsInAnotherForm(String value) {
    List<byte[]> forms = new ArrayList<>();
    forms.add(value.getBytes(UTF_8));
    forms.add((ONE.hex() + " 7 " + TWO.hex() + "\n" + value + "\n").getBytes(UTF_8));
    for (byte[] form : value.isBlank() ? forms.subList(0, 1) : forms) {
      assertThatThrownBy(() -> LayerEntries.parse(form)).isInstanceOf(BrokenEntryException.class);
    }
  }
}
