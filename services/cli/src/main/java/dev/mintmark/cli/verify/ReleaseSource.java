package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one repository's releases are. Whatever is given was checked against the
 * digest and size that were asked for; what is missing or different is an {@link
 * dev.mintmark.oci.OciException}.
 */
public interface ReleaseSource {
  FetchedManifest manifest(Tag tag) throws IOException;

  FetchedManifest manifest(Digest digest) throws IOException;

  FetchedManifest manifest(Descriptor descriptor) throws IOException;

  /**
   * What refers to a manifest.
   *
   * @param artifactType only those of this type; null for all
   */
  List<Descriptor> referrers(Digest subject, @Nullable String artifactType) throws IOException;

  /**
   * A small blob.
   *
   * @param limit in bytes
   */
  byte[] blob(Descriptor blob, int limit) throws IOException;

  /** Reads a blob of any size whole, and drops it. */
  void check(Descriptor blob) throws IOException;
}
