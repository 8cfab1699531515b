package dev.mintmark.kit.store;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a rebuild sees: its own artifacts, and beneath them the inputs that were laid out for it.
 * Nothing is ever written beneath.
 */
final class LayeredStore implements ArtifactStore {
  private final ArtifactStore own;
  private final ArtifactStore inputs;

  LayeredStore(ArtifactStore own, ArtifactStore inputs) {
    this.own = own;
    this.inputs = inputs;
  }

  @Override
  public Artifact put(byte[] bytes, String mediaType) {
    return own.put(bytes, mediaType);
  }

  @Override
  public Artifact put(Path file, Digest digest, String mediaType) {
    return own.put(file, digest, mediaType);
  }

  @Override
  public Artifact put(Path file, String mediaType) {
    return own.put(file, mediaType);
  }

  @Override
  public Artifact receive(InputStream in, Digest expected, long length, String mediaType)
      throws IOException {
    return own.receive(in, expected, length, mediaType);
  }

  @Override
  public OptionalLong size(Digest digest) {
    OptionalLong size = own.size(digest);
    return size.isPresent() ? size : inputs.size(digest);
  }

  @Override
  public InputStream open(Digest digest) {
    return holder(digest).open(digest);
  }

  @Override
  public InputStream openRange(Digest digest, long offset, long length) {
    return holder(digest).openRange(digest, offset, length);
  }

  private ArtifactStore holder(Digest digest) {
    return own.size(digest).isPresent() ? own : inputs;
  }
}
