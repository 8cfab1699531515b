package dev.mintmark.kit.store;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts in memory, for figures without a store's share. */
public final class MemoryArtifactStore implements ArtifactStore {
  private final Map<Digest, byte[]> artifacts = new ConcurrentHashMap<>();

  @Override
  public Artifact put(byte[] bytes, String mediaType) {
    Artifact artifact = Artifact.of(bytes, mediaType);
    artifacts.put(artifact.digest(), bytes.clone());
    return artifact;
  }

  @Override
  public Artifact put(Path file, String mediaType) {
    try {
      return put(Files.readAllBytes(file), mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException {
    byte[] bytes = in.readAllBytes();
    if (bytes.length != length) {
      throw Refusals.wrongLength(expected, length, bytes.length);
    }
    if (!Digest.of(bytes).equals(expected)) {
      throw Refusals.wrongDigest(expected, Digest.of(bytes));
    }
    return put(bytes, mediaType);
  }

  @Override
  public OptionalLong size(Digest digest) {
    byte[] bytes = artifacts.get(digest);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public InputStream open(Digest digest) {
    return new ByteArrayInputStream(bytes(digest));
  }

  @Override
  public InputStream openRange(Digest digest, long offset, long length) {
    int from = Math.toIntExact(offset);
    return new ByteArrayInputStream(
        Arrays.copyOfRange(bytes(digest), from, from + Math.toIntExact(length)));
  }

  private byte[] bytes(Digest digest) {
    byte[] bytes = artifacts.get(digest);
    if (bytes == null) {
      throw Refusals.missing(digest);
    }
    return bytes;
  }
}
