package dev.mintmark.cli.releasefile;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.file.FileSource;
import java.util.Optional;

/** Where the author has a file of the image from. */
public sealed interface FileOrigin {
  /** A file that lies here. */
  record Local(InputPath path) implements FileOrigin {}

  /**
   * A file that {@code mintmark vendor} fetches.
   *
   * @param digest empty as long as nobody wrote it down
   * @param line where the release file names it
   * @param key path of the key that names it
   */
  record Outside(FileSource source, Optional<Digest> digest, int line, String key)
      implements FileOrigin {}
}
