package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.access.Action;
import org.jspecify.annotations.Nullable;

/** What a client may ask that changes something, or that is about its upload. */
public sealed interface PushCall {
  RepositoryName repository();

  /** What the caller must be allowed to do there. */
  default Action action() {
    return switch (this) {
      case DeleteManifest m -> Action.DELETE;
      case DeleteBlob b -> Action.DELETE;
      case Begin b -> Action.PUSH;
      case Upload u -> Action.PUSH;
      case PutManifest m -> Action.PUSH;
    };
  }

  /** For metrics: a word of a closed set. */
  default String kind() {
    return switch (this) {
      case Begin b -> "upload-begin";
      case Append a -> "upload-append";
      case Finish f -> "upload-finish";
      case Status s -> "upload-status";
      case Cancel c -> "upload-cancel";
      case PutManifest m -> "manifest-put";
      case DeleteManifest m -> "manifest-delete";
      case DeleteBlob b -> "blob-delete";
    };
  }

  /**
   * A new upload.
   *
   * @param digest of the body, which is then all of the blob; null to send it later
   * @param mount a blob to be linked instead; null for none
   * @param from where it is linked already; null when the caller does not say
   */
  record Begin(
      RepositoryName repository,
      @Nullable Digest digest,
      @Nullable Digest mount,
      @Nullable RepositoryName from)
      implements PushCall {}

  /** About one upload. */
  sealed interface Upload extends PushCall {
    UploadId id();
  }

  /**
   * @param range where the body belongs; null for behind what is there
   */
  record Append(RepositoryName repository, UploadId id, @Nullable ChunkRange range)
      implements Upload {}

  /**
   * @param range where the body, the last piece, belongs; null for behind what is there
   */
  record Finish(RepositoryName repository, UploadId id, Digest digest, @Nullable ChunkRange range)
      implements Upload {}

  /** How far it came. */
  record Status(RepositoryName repository, UploadId id) implements Upload {}

  /** Throw it away. */
  record Cancel(RepositoryName repository, UploadId id) implements Upload {}

  /**
   * @param reference a tag or a digest's text
   * @param contentType as sent; null for none
   */
  record PutManifest(RepositoryName repository, String reference, @Nullable String contentType)
      implements PushCall {}

  /**
   * @param reference a tag, which alone is taken away then, or a digest's text
   */
  record DeleteManifest(RepositoryName repository, String reference) implements PushCall {}

  /** Takes the repository's link away. */
  record DeleteBlob(RepositoryName repository, Digest digest) implements PushCall {}
}
