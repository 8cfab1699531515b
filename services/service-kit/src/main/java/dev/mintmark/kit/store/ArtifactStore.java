package dev.mintmark.kit.store;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/**
 * Bytes by digest. Putting is idempotent; every read but {@link #openRange} checks the digest.
 * Every method throws {@link UnavailableException} when the store cannot be asked now.
 */
public interface ArtifactStore {
  Artifact put(byte[] bytes, String mediaType);

  /** Hashes the file, then stores it; the file must not change meanwhile. */
  Artifact put(Path file, String mediaType);

  /**
   * The same for a file that was hashed while it was written. A wrong digest is seen on the way,
   * and then nothing is stored.
   *
   * @param digest of the file
   */
  default Artifact put(Path file, Digest digest, String mediaType) {
    return put(file, mediaType);
  }

  /**
   * Stores an upload once its length and digest are seen to be right; a refused one leaves nothing
   * behind.
   *
   * @param length as announced, in bytes
   * @throws dev.mintmark.kit.refusal.RefusedException ART-004 for another digest, ART-005 for
   *     another length
   * @throws IOException when the sender breaks off
   */
  Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException;

  /** The stored size in bytes; empty when it is not there. */
  OptionalLong size(Digest digest);

  /**
   * As {@link #size}, for those who leave out an upload or name the artifact because it is there:
   * it will be there for a day more at least, also when nothing named it until now.
   *
   * @throws UnavailableException also when a removal of artifacts is under way and does not end
   */
  default OptionalLong reuse(Digest digest) {
    return size(digest);
  }

  /**
   * The whole artifact, for reading once. The stream throws ART-002 instead of ending when the
   * bytes have another digest, so nothing may be concluded before its end.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException ART-001 when it is not there
   */
  InputStream open(Digest digest);

  /** A part of an artifact, unchecked: for those who check the whole themselves. */
  InputStream openRange(Digest digest, long offset, long length);

  /**
   * A small artifact.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException ART-001 missing, ART-002 damaged, ART-003
   *     over the limit
   */
  default byte[] read(Digest digest, int maxBytes) {
    long size = size(digest).orElseThrow(() -> Refusals.missing(digest));
    if (size > maxBytes) {
      throw Refusals.tooLarge(digest, size, maxBytes);
    }
    try (InputStream in = open(digest)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }

  /** Copies a checked artifact into a file, which is replaced only when the whole is right. */
  default void copyTo(Digest digest, Path file) {
    try {
      Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "artifact-", ".part");
      try {
        try (InputStream in = open(digest)) {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
          throw new UnavailableException("cannot read artifact " + digest, e);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A folder's file list.
   *
   * @throws IllegalArgumentException when the artifact is not a tree
   */
  default Tree readTree(Artifact tree) {
    return Tree.parse(read(tree.digest(), Tree.MAX_BYTES));
  }
}
