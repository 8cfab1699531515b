package dev.mintmark.oci.client;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.manifest.OciDocument;

/**
 * A manifest as the registry has it.
 *
 * @param artifact digest, media type and size of the bytes; the digest is computed here
 * @param bytes as fetched: what signatures are over
 * @param document what they say
 */
public record FetchedManifest(Artifact artifact, byte[] bytes, OciDocument document) {
  public FetchedManifest {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
