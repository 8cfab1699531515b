package dev.mintmark.sbom.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.packages.archive.FileSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Second names of files, as they mean when a layer is unpacked in its order. */
class LayerFileTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  @Test
  void aSecondNameIsTheFileThatItsTargetIsAtThatMoment() throws IOException {
    file("a", "first");
    link("b", "a");
    file("a", "second");

    try (LayerFile layer = unpack()) {
      assertThat(read(layer, "/b")).isEqualTo("first");
      assertThat(read(layer, "/a")).isEqualTo("second");
      assertThat(layer.target("/b")).isEmpty();
    }
  }

  /** Each of them is a file of a lower layer, and no way leads around in a circle. */
  @Test
  void crossedNamesLeadToALowerLayer() throws IOException {
    link("a", "b");
    link("b", "a");

    try (LayerFile layer = unpack()) {
      assertThat(layer.at("/a")).isEmpty();
      assertThat(layer.at("/b")).isEmpty();
      assertThat(layer.target("/a")).contains("/b");
      assertThat(layer.target("/b")).contains("/b");
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void crossedNamesOfManyLayersComeToAnEnd() throws IOException {
    file("a", "of the base");
    try (LayerFile base = unpack()) {
      again();
      link("b", "a");
      link("a", "b");
      try (LayerFile crossed = unpack()) {
        List<LayerFile> stack = List.of(base, crossed, crossed, crossed);

        assertThat(text(InventoryReader.find("/b", stack, 3).orElseThrow()))
            .isEqualTo("of the base");
        assertThat(InventoryReader.find("/b", List.of(crossed, crossed), 1)).isEmpty();
      }
    }
  }

  private void again() {
    bytes.reset();
    tar = new TarArchiveOutputStream(bytes);
  }

  private void file(String path, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private void link(String path, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_LINK);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private LayerFile unpack() throws IOException {
    tar.finish();
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
    Artifact blob = store.put(bytes.toByteArray(), OciMediaTypes.LAYER_TAR);
    Layer layer =
        new Layer(ArtifactReferences.toReference(blob), Digest.of(bytes.toByteArray()).toString());
    return LayerFile.unpack(store, layer, folder);
  }

  private static String read(LayerFile layer, String path) throws IOException {
    return text(layer.at(path).orElseThrow());
  }

  private static String text(FileSlice slice) throws IOException {
    try (InputStream in = slice.open()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
