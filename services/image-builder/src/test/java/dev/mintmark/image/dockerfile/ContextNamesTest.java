package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of a context that a file system cannot take are a fault of the context, and are named. */
class ContextNamesTest {
  @TempDir Path folder;

  private static void layOut(Path folder, String path) throws IOException {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
    Artifact file = store.put("text".getBytes(UTF_8), MediaTypes.OCTET_STREAM);
    Tree tree = new Tree(List.of(new Tree.Entry(path, file.size(), file.digest())));
    Artifact artifact = store.put(tree.bytes(), MediaTypes.TREE);
    Path build = Files.createDirectories(folder.resolve("build"));
    new BuildInputs(store, build).context(artifact, tree);
  }

  @Test
  void refusesANameThatIsTooLongForADisk() {
    for (String path : List.of("a".repeat(256), "é".repeat(128), "a/".repeat(600) + "b")) {
      assertThatThrownBy(() -> layOut(folder.resolve("of-" + path.length()), path))
          .as(path)
          .hasMessageContaining("IMG-075")
          .hasMessageContaining("more than 255 bytes");
    }
  }

  @Test
  void refusesANameThatTheLocaleCannotWrite() throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C");

    assertThat(builder.start().waitFor()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log))
        .contains("IMG-075", "writes names as ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
  }

  /** Lays out a context of one file whose name is no ASCII; prints the refusal. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      try {
        layOut(Path.of(args[0]), "mod\u00e8le.txt");
      } catch (dev.mintmark.kit.refusal.RefusedException e) {
        System.out.println(e.getMessage());
        return;
      }
      System.exit(1);
    }
  }
}
