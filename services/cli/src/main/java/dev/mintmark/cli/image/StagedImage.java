package dev.mintmark.cli.image;

import dev.mintmark.cli.layout.Staging;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A place beside the goal, which is gone afterwards. */
final class StagedImage implements AutoCloseable {
  private final Path out;
  private final Path folder;

  StagedImage(Path out) throws IOException {
    this.out = out.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(this.out.resolveSibling("."));
    this.folder = Files.createTempDirectory(parent, ".mintmark-image");
  }

  Path folder() {
    return folder;
  }

  Path path() {
    return folder.resolve("image");
  }

  /** Gives what was written its name. */
  ExportedImage done(Digest image, String format, Optional<Platform> platform) throws IOException {
    boolean isFile = Files.isRegularFile(path());
    Optional<Digest> digest = isFile ? Optional.of(Digest.of(path())) : Optional.empty();
    long size = isFile ? Files.size(path()) : 0;
    requireFree(out);
    Files.move(path(), out);
    return new ExportedImage(out, image, format, platform, digest, size);
  }

  @Override
  public void close() throws IOException {
    Staging.delete(folder);
  }

  /**
   * @throws dev.mintmark.cli.failure.CommandException CLI-134 when something is there
   */
  static void requireFree(Path out) {
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw ImageRefusals.inTheWay(out);
    }
  }
}
