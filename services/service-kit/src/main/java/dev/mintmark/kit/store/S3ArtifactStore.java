package dev.mintmark.kit.store;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts in an S3 bucket, at {@code sha256/<first two>/<64 hex>}. Bytes are hashed on this side
 * before anything is written under a digest, and S3 makes an object visible only when it is whole;
 * so a key never holds half an artifact.
 */
final class S3ArtifactStore implements ArtifactStore {
  /**
   * What every object is in S3. A sender's media type stays in references: passed on, a form's type
   * makes an S3 server take the bytes for parameters.
   */
  private static final String STORED_AS = MediaTypes.OCTET_STREAM;

  /** Up to here one conditional put from memory; above it the file is streamed. */
  private static final long FROM_MEMORY = 1L << 20;

  private final S3Objects objects;
  private final Damage damage;
  private final Lasting lasting;
  private final Path workDir;

  /** A place where nothing is collected. */
  S3ArtifactStore(S3Objects objects, Path workDir) {
    this(objects, Lasting.everything(objects), workDir);
  }

  S3ArtifactStore(S3Objects objects, Lasting lasting, Path workDir) {
    this.objects = objects;
    this.damage = new Damage(objects);
    this.lasting = lasting;
    this.workDir = workDir;
  }

  static String key(Digest digest) {
    return "sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex();
  }

  @Override
  public Artifact put(byte[] bytes, String mediaType) {
    Artifact artifact = Artifact.of(bytes, mediaType);
    String key = key(artifact.digest());
    if (!objects.create(key, bytes, STORED_AS)) {
      keep(artifact.digest(), () -> objects.put(key, bytes, STORED_AS));
    }
    return artifact;
  }

  @Override
  public Artifact put(Path file, String mediaType) {
    try {
      return put(file, Digest.of(file), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public Artifact put(Path file, Digest digest, String mediaType) {
    try {
      Artifact artifact = new Artifact(digest, mediaType, Files.size(file));
      if (artifact.size() <= FROM_MEMORY) {
        byte[] bytes = Files.readAllBytes(file);
        requireSame(digest, Digest.of(bytes), file);
        return put(bytes, mediaType);
      }
      // Whoever races this call writes the same bytes, hashed as well: the last one in changes
      // nothing.
      keep(digest, () -> write(artifact, file));
      return artifact;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Bytes that nobody compared with the digest on the way are read back. */
  private void write(Artifact artifact, Path file) {
    Digest digest = artifact.digest();
    if (artifact.size() > S3Upload.MOST) {
      objects.put(key(digest), file, STORED_AS);
      damage.requireWhole(digest);
    } else if (!objects.stream(key(digest), file, digest, STORED_AS)) {
      damage.requireWhole(digest);
    }
  }

  private static void requireSame(Digest digest, Digest found, Path file) {
    if (!found.equals(digest)) {
      throw new UncheckedIOException(
          new IOException(file + " has digest " + found + " instead of " + digest));
    }
  }

  /** Until the object is whole, and there to stay. */
  private void keep(Digest digest, Runnable write) {
    do {
      damage.repair(digest, write);
    } while (lasting.look(digest, write).isEmpty());
  }

  @Override
  public Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException {
    Files.createDirectories(workDir);
    Path staging = Files.createTempFile(workDir, "upload-", ".part");
    try {
      spool(in, expected, length, staging);
      Artifact artifact = put(staging, expected, mediaType);
      // Left by a process that died between a mark and its last look.
      damage.unmark(expected);
      return artifact;
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  private static void spool(InputStream in, Digest expected, long length, Path staging)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    long received = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(staging)) {
      for (int n = in.read(buffer); n >= 0 && received <= length; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        out.write(buffer, 0, n);
        received += n;
      }
    }
    if (received != length) {
      throw Refusals.wrongLength(expected, length, received);
    }
    Digest found = Digest.finish(sha256);
    if (!found.equals(expected)) {
      throw Refusals.wrongDigest(expected, found);
    }
  }

  /** A damaged object counts as absent, so that whoever asks puts it again. */
  @Override
  public OptionalLong size(Digest digest) {
    OptionalLong size = objects.size(key(digest));
    return size.isPresent() && damage.isMarked(digest) ? OptionalLong.empty() : size;
  }

  @Override
  public OptionalLong reuse(Digest digest) {
    OptionalLong size = lasting.look(digest, () -> objects.renew(key(digest), STORED_AS));
    return size.isPresent() && damage.isMarked(digest) ? OptionalLong.empty() : size;
  }

  @Override
  public InputStream open(Digest digest) {
    return checked(digest, body(digest, null, null));
  }

  @Override
  public InputStream openRange(Digest digest, long offset, long length) {
    return body(digest, offset, length).in();
  }

  @Override
  public byte[] read(Digest digest, int maxBytes) {
    try (S3Body body = body(digest, null, null)) {
      if (body.size() > maxBytes) {
        throw Refusals.tooLarge(digest, body.size(), maxBytes);
      }
      return checked(digest, body).readAllBytes();
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }

  private S3Body body(Digest digest, @Nullable Long offset, @Nullable Long length) {
    return objects.open(key(digest), offset, length).orElseThrow(() -> Refusals.missing(digest));
  }

  private InputStream checked(Digest digest, S3Body body) {
    return new CheckedStream(body.in(), digest, found -> damage.told(digest, found));
  }
}
