package dev.mintmark.compare.source;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One side's bytes by digest: a port to whatever keeps them. */
@FunctionalInterface
public interface Blobs {
  /** Has nothing. */
  Blobs NONE = digest -> Optional.empty();

  /**
   * Opens the bytes; every call starts at the first one. The reader closes the stream.
   *
   * @return empty when they are not there
   * @throws IOException when that cannot be told
   */
  Optional<InputStream> open(Digest digest) throws IOException;
}
