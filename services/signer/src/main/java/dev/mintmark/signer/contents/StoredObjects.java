package dev.mintmark.signer.contents;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.signer.chain.SignerCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/** Objects by reference; each is read whole and checked before anything is concluded from it. */
final class StoredObjects {
  private final ArtifactStore store;
  private final Set<Digest> checked = new HashSet<>();

  StoredObjects(ArtifactStore store) {
    this.store = store;
  }

  ImageIndex index(ArtifactReference reference) {
    return OciReader.index(document(reference, OciMediaTypes.INDEX));
  }

  Manifest manifest(ArtifactReference reference) {
    return OciReader.manifest(document(reference, OciMediaTypes.MANIFEST));
  }

  ImageConfig config(ArtifactReference reference) {
    return OciReader.config(document(reference, OciMediaTypes.CONFIG));
  }

  Tree tree(ArtifactReference reference) {
    requireSize(reference);
    return store.readTree(ArtifactReferences.toArtifact(reference));
  }

  /** Reads a blob to its end: the store checks its digest on the way. */
  void require(ArtifactReference reference) {
    Artifact artifact = requireSize(reference);
    if (!checked.add(artifact.digest())) {
      return;
    }
    try (InputStream in = store.open(artifact.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + artifact.digest(), e);
    }
  }

  private byte[] document(ArtifactReference reference, String mediaType) {
    Artifact artifact = requireSize(reference);
    SignerCode.STORED.same(
        "the media type of " + artifact.digest(), mediaType, artifact.mediaType());
    return store.read(artifact.digest(), OciReader.MAX_BYTES);
  }

  private Artifact requireSize(ArtifactReference reference) {
    Artifact artifact = ArtifactReferences.toArtifact(reference);
    long size =
        store
            .size(artifact.digest())
            .orElseThrow(() ->
                SignerCode.STORED.refused(
                    "artifact " + artifact.digest(), "the store does not have it"));
    SignerCode.STORED.same("the size of " + artifact.digest(), artifact.size(), size);
    return artifact;
  }
}
