package dev.mintmark.device.admit;

import dev.mintmark.content.Digest;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.nio.file.Path;
import java.util.List;

/**
 * One repository of the registry, nothing of which is trusted. Whatever it answers wrongly becomes
 * a {@link dev.mintmark.device.refusal.DeviceException} with the code that the caller names; no
 * answer becomes DEV-001.
 */
public interface Registry {
  RepositoryName repository();

  FetchedManifest manifest(Tag tag, DeviceCode code);

  FetchedManifest manifest(Digest digest, DeviceCode code);

  List<Descriptor> referrers(Digest subject, String artifactType, DeviceCode code);

  /**
   * A small blob.
   *
   * @param limit in bytes
   */
  byte[] blob(Descriptor blob, int limit, DeviceCode code);

  /** Fetches a blob into a file, which appears whole and checked or not at all. */
  void blob(Descriptor blob, Path file, DeviceCode code);
}
