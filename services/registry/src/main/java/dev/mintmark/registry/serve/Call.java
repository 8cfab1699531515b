package dev.mintmark.registry.serve;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import org.jspecify.annotations.Nullable;

/** What a client may ask. */
public sealed interface Call {
  /** For metrics: a word of a closed set. */
  default String kind() {
    return switch (this) {
      case Version() -> "version";
      case ManifestCall m -> "manifest";
      case BlobCall b -> "blob";
      case TagsCall t -> "tags";
      case ReferrersCall r -> "referrers";
    };
  }

  /** The repository that is asked; null where none is. */
  default @Nullable RepositoryName repositoryOrNull() {
    return switch (this) {
      case Version() -> null;
      case ManifestCall m -> m.repository();
      case BlobCall b -> b.repository();
      case TagsCall t -> t.repository();
      case ReferrersCall r -> r.repository();
    };
  }

  /** {@code /v2/}: whether this is a registry, and whether the caller may ask. */
  record Version() implements Call {}

  /**
   * @param reference a tag or a digest's text
   */
  record ManifestCall(RepositoryName repository, String reference) implements Call {}

  /**
   * @param range the Range header; null for none
   */
  record BlobCall(RepositoryName repository, Digest digest, @Nullable String range)
      implements Call {}

  /**
   * @param limit tags on the page, 0 or more
   * @param last the last of the page before; null for the first page
   */
  record TagsCall(RepositoryName repository, int limit, @Nullable String last) implements Call {}

  /**
   * @param artifactType only those of this type; null for all
   * @param last the last of the page before; null for the first page
   */
  record ReferrersCall(
      RepositoryName repository,
      Digest subject,
      @Nullable String artifactType,
      @Nullable Digest last)
      implements Call {}
}
