package dev.mintmark.kit.store;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;

/**
 * Artifacts as files named by their digest: offline tools and plain tests. A damaged file is found
 * on read.
 */
public final class FolderArtifactStore implements ArtifactStore {
  private static final int BUFFER = 1 << 16;

  private final Path folder;

  /** Makes the folder where there is none. */
  public FolderArtifactStore(Path folder) {
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex());
  }

  @Override
  public Artifact put(byte[] bytes, String mediaType) {
    try {
      return receive(new ByteArrayInputStream(bytes), Digest.of(bytes), bytes.length, mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Artifact put(Path source, String mediaType) {
    try (InputStream in = Files.newInputStream(source)) {
      return receive(in, Digest.of(source), Files.size(source), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Artifact put(Path source, Digest digest, String mediaType) {
    try (InputStream in = Files.newInputStream(source)) {
      return receive(in, digest, Files.size(source), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException {
    Path part = Files.createTempFile(folder, "upload-", ".part");
    try {
      Digest found = copy(in, part);
      if (Files.size(part) != length) {
        throw Refusals.wrongLength(expected, length, Files.size(part));
      }
      if (!found.equals(expected)) {
        throw Refusals.wrongDigest(expected, found);
      }
      Files.move(
          part,
          file(expected),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      return new Artifact(expected, mediaType, length);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Hashes on the way. */
  private static Digest copy(InputStream in, Path to) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha256)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
    return Digest.finish(sha256);
  }

  @Override
  public OptionalLong size(Digest digest) {
    try {
      return Files.exists(file(digest))
          ? OptionalLong.of(Files.size(file(digest)))
          : OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(Digest digest) {
    return new CheckedStream(stream(digest), digest, found -> Refusals.damaged(digest));
  }

  @Override
  public InputStream openRange(Digest digest, long offset, long length) {
    try (InputStream in = stream(digest)) {
      in.skipNBytes(offset);
      return new ByteArrayInputStream(in.readNBytes(Math.toIntExact(length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream stream(Digest digest) throws RefusedException {
    try {
      if (!Files.exists(file(digest))) {
        throw Refusals.missing(digest);
      }
      return Files.newInputStream(file(digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
