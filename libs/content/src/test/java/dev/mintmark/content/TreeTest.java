package dev.mintmark.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private static final Digest ABC = Digest.of("abc".getBytes(UTF_8));

  @TempDir Path folder;

  @Test
  void sortsByPathBytesWhateverTheOrderOfCreation() throws IOException {
    Files.writeString(folder.resolve("b"), "abc");
    Files.createDirectory(folder.resolve("a"));
    Files.writeString(folder.resolve("a/x"), "abc");
    Files.writeString(folder.resolve("a.txt"), "abc");

    Tree tree = Tree.of(folder);

    assertThat(tree.entries()).extracting(Tree.Entry::path).containsExactly("a.txt", "a/x", "b");
    assertThat(Tree.parse(tree.bytes())).isEqualTo(tree);
    assertThat(tree.artifact().digest()).isEqualTo(tree.digest());
  }

  @Test
  void hasAnotherDigestWhenOneByteOfOneFileDiffers() throws IOException {
    Files.writeString(folder.resolve("b"), "abc");
    Digest before = Tree.of(folder).digest();
    Files.writeString(folder.resolve("b"), "abd");

    assertThat(Tree.of(folder).digest()).isNotEqualTo(before);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "/etc/passwd", "../up", "a/../b", "a//b", "a/", "./a", "a\nb"})
  void refusesAPathThatLeavesTheFolder(String path) {
    assertThatThrownBy(() -> new Tree.Entry(path, 1, ABC))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesALink() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));

    assertThatThrownBy(() -> Tree.of(folder)).hasMessageContaining("link");
  }

  @Test
  void refusesANameThatCouldNotBeDecoded() {
    assertThatThrownBy(() -> new Tree.Entry("photo-\uFFFD\uFFFD.png", 1, ABC))
        .hasMessageContaining("is not UTF-8");
  }

  @Test
  void refusesTextThatIsNotInItsOneForm() {
    Tree tree = new Tree(List.of(new Tree.Entry("a", 3, ABC), new Tree.Entry("b", 3, ABC)));
    String text = new String(tree.bytes(), UTF_8);
    String swapped =
        text.lines().skip(1).findFirst().orElseThrow()
            + "\n"
            + text.lines().findFirst().orElseThrow()
            + "\n";

    assertThatThrownBy(() -> Tree.parse(swapped.getBytes(UTF_8))).hasMessageContaining("one form");
    assertThatThrownBy(() -> Tree.parse((text + text).getBytes(UTF_8)))
        .hasMessageContaining("two files");
    assertThatThrownBy(() -> Tree.parse("x".getBytes(UTF_8))).hasMessageContaining("not a tree");
  }
}
