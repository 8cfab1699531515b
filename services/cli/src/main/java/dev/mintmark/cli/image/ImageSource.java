package dev.mintmark.cli.image;

import dev.mintmark.cli.verify.ReleaseSource;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.util.Optional;

/** Where one image and what refers to it are. */
public interface ImageSource extends ReleaseSource, AutoCloseable {
  /** As a person named it. */
  String name();

  /** What the name leads to: an index, or one platform's manifest. */
  FetchedManifest top() throws IOException;

  /** The logical repository, which signatures name; empty where nothing tells it. */
  Optional<RepositoryName> repository();

  /**
   * A blob's bytes on the disk, which have the announced size; whether they have the digest is for
   * the caller to find out.
   *
   * @throws dev.mintmark.oci.OciException when there is none of that size
   */
  StoredBlob open(Descriptor blob) throws IOException;

  @Override
  void close() throws IOException;
}
