package dev.mintmark.compare.source;

import dev.mintmark.content.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One side of a comparison.
 *
 * @param digest names the artifact; its bytes are hashed, not trusted
 * @param blobs has it, and what it refers to
 */
public record Side(Digest digest, Blobs blobs) {
  /** Bytes that refer to nothing. */
  public static Side of(byte[] bytes) {
    return of(bytes, Blobs.NONE);
  }

  /** Bytes, with a source for what they refer to. */
  public static Side of(byte[] bytes, Blobs others) {
    Digest digest = Digest.of(bytes);
    return new Side(
        digest,
        asked ->
            asked.equals(digest)
                ? Optional.of(new ByteArrayInputStream(bytes))
                : others.open(asked));
  }

  /** A file that refers to nothing. */
  public static Side of(Path file) throws IOException {
    Digest digest = Digest.of(file);
    return new Side(
        digest,
        asked -> asked.equals(digest) ? Optional.of(Files.newInputStream(file)) : Optional.empty());
  }

  /** Something else that this side has. */
  public Side other(Digest other) {
    return new Side(other, blobs);
  }

  /**
   * Opens the bytes. A source that fails throws {@link java.io.UncheckedIOException}, so that it is
   * never taken for a malformed artifact, whose readers throw {@link IOException}.
   *
   * @return empty when they are not there
   */
  public Optional<InputStream> open() {
    return SourceStream.open(this);
  }
}
