package dev.mintmark.cli.image;

import dev.mintmark.packages.archive.FileSlice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A blob's bytes in a file, which is gone afterwards where it was fetched for this alone. */
final class StoredBlob implements AutoCloseable {
  private final FileChannel channel;
  private final FileSlice bytes;
  private final @Nullable Path passing;

  private StoredBlob(FileChannel channel, FileSlice bytes, @Nullable Path passing) {
    this.channel = channel;
    this.bytes = bytes;
    this.passing = passing;
  }

  /** A part of a file that stays. */
  static StoredBlob part(Path file, long offset, long size) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return new StoredBlob(channel, FileSlice.of(channel).slice(offset, size), null);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A file that closing removes. */
  static StoredBlob passing(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    return new StoredBlob(channel, new FileSlice(channel, 0, channel.size()), file);
  }

  FileSlice bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (passing != null) {
      Files.deleteIfExists(passing);
    }
  }
}
