package dev.mintmark.inventory.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.Unread;
import dev.mintmark.packages.archive.FileSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in jars are unpacked to the disk: together they may have so many bytes and no more. */
class NestedJarsTest {
  private static final int EACH = 100_000;

  @TempDir Path folder;

  @Test
  void unpacksNoMoreThanTheBoundOfAllTogether() throws IOException {
    byte[] inner = jar("pom.properties", new byte[EACH]);
    byte[] outer = jar("a.jar", inner, "b.jar", inner, "c.jar", inner);

    JarReader.Result within = read(outer, 3L * inner.length);
    JarReader.Result beyond = read(outer, 3L * inner.length - 1);

    assertThat(within.unread()).isEmpty();
    assertThat(beyond.unread())
        .extracting(Unread::path, Unread::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "/app.jar!/c.jar",
                "the image's nested jars have more than %d bytes"
                    .formatted(3L * inner.length - 1)));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("app.jar"));
    }
  }

  private JarReader.Result read(byte[] jar, long most) throws IOException {
    Path file = Files.write(folder.resolve("app.jar"), jar);
    try (FileChannel channel = FileChannel.open(file)) {
      ImageFile image =
          new ImageFile("/app.jar", jar.length, Digest.of(jar), () -> FileSlice.of(channel));
      return JarReader.read(new ImageFiles(List.of(image)), folder, most);
    }
  }

  /** Of names and contents by turns; kept as they are, so that their sizes are. */
  private static byte[] jar(Object... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      for (int i = 0; i < members.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) members[i]));
        zip.write((byte[]) members[i + 1]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
