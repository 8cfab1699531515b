package dev.mintmark.launcher.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
  @TempDir Path folder;
  private Path cache;
  private Path code;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    cache = folder.resolve("digests");
    code = folder.resolve("code");
    Files.createDirectories(code.resolve("lib"));
    jar = code.resolve("lib/a b.jar");
    Files.writeString(jar, "one");
    Files.writeString(code.resolve("run.jar"), "two");
  }

  @Test
  void isTheTreeThatEveryoneElseSees() throws IOException {
    assertThat(FileDigests.keptIn(cache).tree(code)).isEqualTo(Tree.of(code));
  }

  @Test
  void hashesNothingTwice() throws IOException {
    FileDigests.keptIn(cache).tree(code);
    String kept = Files.readString(cache);
    String planted = Digest.of(new byte[] {1}).hex();
    Files.writeString(cache, kept.replace(Digest.of(jar).hex(), planted));

    assertThat(FileDigests.keptIn(cache).of(List.of(jar)))
        .as("what is known is believed")
        .containsEntry(jar, new Digest(planted));
  }

  @Test
  void hashesAgainWhatWasWrittenAgainAlsoWithItsSizeAndTimeAsTheyWere() throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    FileDigests digests = FileDigests.keptIn(cache);
    digests.tree(code);

    Files.writeString(jar, "ONE");
    Files.setLastModifiedTime(jar, time);

    assertThat(digests.of(List.of(jar))).containsEntry(jar, Digest.of(jar));
    assertThat(Files.readAllLines(cache)).as("the old one is forgotten").hasSize(2);
  }

  @Test
  void aCacheThatCannotBeReadIsNoCache() throws IOException {
    Files.writeString(cache, "nonsense\n\nab 1 2 3\n");

    assertThat(FileDigests.keptIn(cache).tree(code)).isEqualTo(Tree.of(code));
  }
}
