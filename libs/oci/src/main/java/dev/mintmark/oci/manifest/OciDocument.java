package dev.mintmark.oci.manifest;

import dev.mintmark.content.Artifact;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What a registry serves under {@code /manifests/}: an image or artifact manifest, or an index. */
public sealed interface OciDocument permits ImageIndex, Manifest {
  /** The media type that its bytes are served with. */
  String mediaType();

  /** The canonical bytes. A document that was read has its own: keep those, not these. */
  byte[] bytes();

  /** The manifest that this one is about: signatures and SBOMs have one. */
  Optional<Descriptor> subjectIfAny();

  /** What a referrers list says of this document's type; for an image its config's media type. */
  Optional<String> referrerType();

  SortedMap<String, String> annotations();

  /** Everything that it points at, without its subject; manifests for an index, else blobs. */
  List<Descriptor> children();

  /** The reference to the canonical bytes. */
  default Artifact artifact() {
    return Artifact.of(bytes(), mediaType());
  }
}
