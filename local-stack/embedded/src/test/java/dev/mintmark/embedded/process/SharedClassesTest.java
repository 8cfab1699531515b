package dev.mintmark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClassesTest {
  @TempDir Path folder;
  private Path jar;
  private Path archive;

  @BeforeEach
  void keepOne() throws IOException {
    jar = Files.writeString(folder.resolve("a.jar"), "x");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    archive = shared().archive();
    Files.writeString(archive, "classes");
  }

  @Test
  void keepsTheArchiveOfTheSameJars() throws IOException {
    assertThat(shared().archive()).isEqualTo(archive).exists();
    assertThat(shared().options()).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void takesAnotherWhenAJarIsBuiltAnewAndRemovesTheOld() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000));
    assertThat(shared().archive()).isNotEqualTo(archive);
    assertThat(archive).doesNotExist();
  }

  @Test
  void leavesOtherProgramsArchivesAlone() throws IOException {
    SharedClasses.in(folder, "other", List.of(jar));
    assertThat(archive).exists();
  }

  @Test
  void forgetsAnArchiveOfTooFewClasses() throws IOException {
    shared().forget();
    assertThat(archive).doesNotExist();
    shared().forget();
  }

  private SharedClasses shared() throws IOException {
    return SharedClasses.in(folder, "program", List.of(jar));
  }
}
