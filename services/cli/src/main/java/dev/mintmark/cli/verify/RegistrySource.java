package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One repository of a registry. */
public final class RegistrySource implements ReleaseSource {
  private final RegistryClient registry;
  private final RepositoryName repository;

  public RegistrySource(RegistryClient registry, RepositoryName repository) {
    this.registry = registry;
    this.repository = repository;
  }

  @Override
  public FetchedManifest manifest(Tag tag) throws IOException {
    return registry.manifest(repository, tag);
  }

  @Override
  public FetchedManifest manifest(Digest digest) throws IOException {
    return registry.manifest(repository, digest);
  }

  @Override
  public FetchedManifest manifest(Descriptor descriptor) throws IOException {
    return registry.manifest(repository, descriptor);
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType)
      throws IOException {
    return registry.referrers(repository, subject, artifactType);
  }

  @Override
  public byte[] blob(Descriptor blob, int limit) throws IOException {
    return registry.blob(repository, blob, limit);
  }

  @Override
  public void check(Descriptor blob) throws IOException {
    Path folder = Files.createTempDirectory("mintmark-verify");
    Path file = folder.resolve(blob.digest().hex());
    try {
      registry.blob(repository, blob, file);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
      Files.delete(folder);
    }
  }
}
