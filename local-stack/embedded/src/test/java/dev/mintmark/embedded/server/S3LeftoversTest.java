package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3LeftoversTest {
  private static final String UUID = "-0f0e0d0c-1111-4222-8333-0123456789ab";

  @TempDir Path folder;

  @Test
  void removesAnUploadThatWasCutOff() throws IOException {
    Path leftover = unfinished("mintmark/sha256/ab/cd" + UUID);
    S3Leftovers.sweep(folder);
    assertThat(leftover).doesNotExist();
  }

  @Test
  void removesTheFirstNameOfAConditionalPutAndKeepsTheObject() throws IOException {
    Path first = finished("mintmark/key" + UUID);
    Path object = Files.createLink(folder.resolve("mintmark/key"), first);
    S3Leftovers.sweep(folder);
    assertThat(first).doesNotExist();
    assertThat(object).hasContent("x");
  }

  @Test
  void keepsAnObjectWhoseKeyEndsInAUuid() throws IOException {
    Path object = finished("mintmark/staging/upload" + UUID);
    S3Leftovers.sweep(folder);
    assertThat(object).exists();
  }

  @Test
  void keepsWhatDoesNotLookLikeATemporaryFile() throws IOException {
    Path plain = unfinished("mintmark/put-by-hand");
    Path shortened = unfinished("mintmark/key" + UUID.substring(0, UUID.length() - 1));
    S3Leftovers.sweep(folder);
    assertThat(plain).exists();
    assertThat(shortened).exists();
  }

  private Path unfinished(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private Path finished(String name) throws IOException {
    Path file = unfinished(name);
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
        .write("user.content-md5", ByteBuffer.allocate(16));
    return file;
  }
}
