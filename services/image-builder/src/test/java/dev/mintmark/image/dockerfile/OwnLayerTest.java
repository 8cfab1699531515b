package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.packages.entry.Owner;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OwnLayerTest {
  private static final FileTable.Input BELOW = input("base");
  private static final FileTable.Input OWN = input("Dockerfile");

  private final LayeredTree base = new LayeredTree(Platform.LINUX_AMD64);
  private final LayeredTree made = new LayeredTree(Platform.LINUX_AMD64);

  private static FileTable.Input input(String text) {
    return new FileTable.Input(
        Artifact.of(text.getBytes(UTF_8), MediaTypes.DOCKERFILE), null, null, null);
  }

  private static TreeEntry file(String path, String content, FileTable.Input input) {
    byte[] bytes = content.getBytes(UTF_8);
    return TreeEntry.file(
        path,
        0644,
        Owner.ROOT,
        bytes.length,
        Digest.of(bytes),
        input,
        () -> new ByteArrayInputStream(bytes));
  }

  private TreeMap<String, String> layer() {
    TreeMap<String, String> kinds = new TreeMap<>();
    for (LayerEntry entry : OwnLayer.between(base, made).part().entries()) {
      kinds.put(entry.path(), entry.getClass().getSimpleName());
    }
    return kinds;
  }

  private void same(TreeEntry entry) {
    base.put(entry);
    made.put(entry);
  }

  @Test
  void hasNothingWhereNothingChanges() {
    same(file("a/b", "x", BELOW));

    assertThat(layer()).isEmpty();
  }

  @Test
  void keepsTheBasesInputForWhatIsWrittenAgainAsItWas() {
    base.put(file("a", "x", BELOW));
    made.put(file("a", "x", OWN));

    OwnLayer.Change change = OwnLayer.between(base, made);

    assertThat(change.part().entries()).isEmpty();
    assertThat(change.tree().at("a").orElseThrow().input()).isEqualTo(BELOW);
  }

  @Test
  void tellsOfTheFoldersAboveAsTheyAre() {
    same(TreeEntry.directory("a", 0750, new Owner(3, 4)));
    made.put(file("a/b", "x", OWN));

    assertThat(OwnLayer.between(base, made).part().entries())
        .contains(new LayerEntry.Directory("a", 0750, new LayerEntry.Owner(3, 4)));
  }

  @Test
  void takesAwayTheHighestPathAlone() {
    same(file("a/kept", "x", BELOW));
    base.put(file("a/gone/b/c", "x", BELOW));
    base.put(file("top", "x", BELOW));

    assertThat(layer())
        .containsOnlyKeys("a", "a/gone", "top")
        .containsEntry("a/gone", "Whiteout")
        .containsEntry("top", "Whiteout");
    assertThat(OwnLayer.between(base, made).tree().entries())
        .extracting(TreeEntry::path)
        .containsExactly("a", "a/kept");
  }

  @Test
  void putsAFileInAFoldersPlace() {
    base.put(file("a/b", "x", BELOW));
    made.put(file("a", "y", OWN));

    assertThat(layer()).containsOnlyKeys("a").containsEntry("a", "File");
    assertThat(OwnLayer.between(base, made).tree().at("a/b")).isEmpty();
  }

  @Test
  void putsAFolderInAFilesPlace() {
    base.put(file("a", "x", BELOW));
    made.put(file("a/b", "y", OWN));

    assertThat(layer()).containsOnlyKeys("a", "a/b").containsEntry("a", "Directory");
  }

  @Test
  void writesAFileOfTwoNamesOnce() {
    TreeEntry first = file("z", "x", OWN);
    made.put(first);
    made.put(
        TreeEntry.file("b", 0644, Owner.ROOT, first.size(), first.digest(), OWN, first.content()));

    assertThat(layer()).containsEntry("b", "File").containsEntry("z", "Hardlink");
  }

  @Test
  void comparesAllButTimes() {
    made.put(file("same", "x", OWN));
    base.put(file("same", "x", BELOW));
    base.put(file("content", "x", OWN));
    made.put(file("content", "y", OWN));
    base.put(TreeEntry.directory("mode", 0755, Owner.ROOT));
    made.put(TreeEntry.directory("mode", 0700, Owner.ROOT));
    base.put(TreeEntry.directory("owner", 0755, Owner.ROOT));
    made.put(TreeEntry.directory("owner", 0755, new Owner(1, 0)));
    base.put(TreeEntry.symlink("target", "a", Owner.ROOT, OWN));
    made.put(TreeEntry.symlink("target", "b", Owner.ROOT, OWN));
    base.put(TreeEntry.symlink("kind", "a", Owner.ROOT, OWN));
    made.put(file("kind", "x", OWN));
    made.put(file("one", "x", OWN));

    List<String> found = TreeDifference.between(base, made);

    assertThat(found)
        .containsExactly(
            "/content (content)",
            "/kind (kind)",
            "/mode (mode)",
            "/owner (owner)",
            "/target (target)",
            "/one (is in one of them)");
  }
}
