package dev.mintmark.cli.image;

import dev.mintmark.cli.layout.Staging;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.RegistrySource;
import dev.mintmark.cli.verify.ReleaseSource;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image in a registry. Blobs come to the disk one at a time. */
public final class RegistryImage implements ImageSource {
  private final ImageReference reference;
  private final RegistryClient client;
  private final ReleaseSource source;
  private final Path staging;
  private final RepositoryName repository;

  /** What was found first: a tag may name something else by now. */
  private @Nullable FetchedManifest top;

  private RegistryImage(
      ImageReference reference, RegistryClient client, Path staging, RepositoryName repository) {
    this.reference = reference;
    this.repository = repository;
    this.client = client;
    this.source = new RegistrySource(client, reference.repository());
    this.staging = staging;
  }

  /**
   * Nothing is asked yet. The registry was named by a person, so its address may be any; what it
   * leads on to must be public.
   *
   * @param repository that signatures name; empty for the reference's own, which a mirror's is not
   */
  public static RegistryImage of(
      URI registry,
      ImageReference reference,
      Credentials credentials,
      Optional<RepositoryName> repository) {
    return ImageRefusals.coded(
        reference.toString(),
        () -> {
          HostRules rules = HostRules.publicAnd(Set.of(registry.getAuthority()));
          RegistryClient client = new RegistryClient(registry, credentials, rules);
          return new RegistryImage(
              reference,
              client,
              Files.createTempDirectory("mintmark-image"),
              repository.orElse(reference.repository()));
        });
  }

  @Override
  public String name() {
    return reference.toString();
  }

  @Override
  public FetchedManifest top() throws IOException {
    FetchedManifest known = top;
    if (known == null) {
      known =
          reference.tag().isPresent()
              ? source.manifest(reference.tag().get())
              : source.manifest(reference.digest().orElseThrow());
      top = known;
    }
    return known;
  }

  @Override
  public Optional<RepositoryName> repository() {
    return Optional.of(repository);
  }

  @Override
  public StoredBlob open(Descriptor blob) throws IOException {
    Path file = staging.resolve(blob.digest().hex());
    client.blob(reference.repository(), blob, file);
    return StoredBlob.passing(file);
  }

  @Override
  public FetchedManifest manifest(Tag tag) throws IOException {
    return source.manifest(tag);
  }

  @Override
  public FetchedManifest manifest(Digest digest) throws IOException {
    return source.manifest(digest);
  }

  @Override
  public FetchedManifest manifest(Descriptor descriptor) throws IOException {
    return source.manifest(descriptor);
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType)
      throws IOException {
    return source.referrers(subject, artifactType);
  }

  @Override
  public byte[] blob(Descriptor blob, int limit) throws IOException {
    return source.blob(blob, limit);
  }

  @Override
  public void check(Descriptor blob) throws IOException {
    source.check(blob);
  }

  @Override
  public void close() throws IOException {
    client.close();
    Staging.delete(staging);
  }
}
