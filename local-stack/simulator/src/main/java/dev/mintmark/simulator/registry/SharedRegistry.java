package dev.mintmark.simulator.registry;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A registry whose small things are fetched once for all devices. What has a digest is kept by it;
 * what a tag names and what refers to a digest is kept for a moment only. Each device still checks
 * everything itself. Blobs that go into a file are fetched each time.
 */
final class SharedRegistry implements Registry {
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final Duration EVER = Duration.ofDays(365);

  private record Referring(Digest subject, String type) {}

  private record Limited(Descriptor blob, int limit) {}

  private final Registry registry;
  private final Once<Tag, FetchedManifest> tags = new Once<>(MOMENT);
  private final Once<Referring, List<Descriptor>> referrers = new Once<>(MOMENT);
  private final Once<Digest, FetchedManifest> manifests = new Once<>(EVER);
  private final Once<Limited, byte[]> blobs = new Once<>(EVER);

  SharedRegistry(Registry registry) {
    this.registry = registry;
  }

  @Override
  public RepositoryName repository() {
    return registry.repository();
  }

  @Override
  public FetchedManifest manifest(Tag tag, DeviceCode code) {
    return tags.get(tag, () -> registry.manifest(tag, code));
  }

  @Override
  public FetchedManifest manifest(Digest digest, DeviceCode code) {
    return manifests.get(digest, () -> registry.manifest(digest, code));
  }

  @Override
  public List<Descriptor> referrers(Digest subject, String artifactType, DeviceCode code) {
    return referrers.get(
        new Referring(subject, artifactType),
        () -> registry.referrers(subject, artifactType, code));
  }

  @Override
  public byte[] blob(Descriptor blob, int limit, DeviceCode code) {
    return blobs.get(new Limited(blob, limit), () -> registry.blob(blob, limit, code)).clone();
  }

  @Override
  public void blob(Descriptor blob, Path file, DeviceCode code) {
    registry.blob(blob, file, code);
  }
}
