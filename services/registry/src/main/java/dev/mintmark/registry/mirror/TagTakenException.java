package dev.mintmark.registry.mirror;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;

/** A mirror has something else under a release's tag. A release's tag is never moved. */
final class TagTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TagTakenException(RepositoryName repository, Tag tag, Digest there, Digest wanted) {
    super(
        "%s:%s names %s there, and %s here; nothing was sent"
            .formatted(repository, tag, there, wanted));
  }
}
