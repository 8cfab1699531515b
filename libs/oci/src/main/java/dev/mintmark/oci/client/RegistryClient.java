package dev.mintmark.oci.client;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from one registry. Safe for use by many threads. Refusals are {@link OciException}s; what
 * may work later (no connection, a stall, 429, 5xx) is an {@link IOException}.
 */
public final class RegistryClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final RegistryHttp http;

  /**
   * @param registry {@code https://host[:port]}; {@code http} only without credentials or to this
   *     machine
   * @throws OciException (OCI-013) when the credentials would travel in the clear
   */
  public RegistryClient(URI registry, Credentials credentials) {
    this(registry, credentials, PATIENCE);
  }

  /**
   * @param patience how long to wait for a connection, an answer, and between two pieces of a body
   */
  public RegistryClient(URI registry, Credentials credentials, Duration patience) {
    this(registry, credentials, patience, HostRules.NAMED_ALONE);
  }

  /**
   * A client that gets tokens and follows redirects, as public registries want it. Credentials go
   * to the registry itself, and to a token service only on the registry's host or one that is
   * listed.
   */
  public RegistryClient(URI registry, Credentials credentials, HostRules hosts) {
    this(registry, credentials, PATIENCE, hosts);
  }

  private RegistryClient(
      URI registry, Credentials credentials, Duration patience, HostRules hosts) {
    this(PushHttp.client(patience, null), registry, credentials, patience, hosts);
  }

  /**
   * @param client is closed with this one
   */
  RegistryClient(
      HttpClient client,
      URI registry,
      Credentials credentials,
      Duration patience,
      HostRules hosts) {
    this.client = client;
    this.http = new RegistryHttp(client, registry, credentials, patience, hosts);
  }

  /**
   * The manifest or index that a tag names now. Nothing but the registry's word binds a tag to its
   * bytes: verify the digest by a signature.
   *
   * @throws OciException (OCI-012) when it is not there, and for what {@link OciReader} refuses
   */
  public FetchedManifest manifest(RepositoryName repository, Tag tag) throws IOException {
    Manifests manifests = new Manifests(http, repository);
    return manifests.find(tag.value()).orElseThrow(() -> manifests.missing(tag.value()));
  }

  /**
   * The manifest or index with this digest.
   *
   * @throws OciException (OCI-010) when the registry sends other bytes, (OCI-012) when it has none
   */
  public FetchedManifest manifest(RepositoryName repository, Digest digest) throws IOException {
    return new Manifests(http, repository).byDigest(digest);
  }

  /**
   * A manifest or an index of a base image with this digest, in the OCI format or in Docker's: the
   * bytes that the registry has.
   *
   * @throws OciException as {@link #manifest(RepositoryName, Digest)}
   */
  public byte[] baseDocument(RepositoryName repository, Digest digest) throws IOException {
    return new Manifests(http, repository).baseByDigest(digest);
  }

  /** As by digest; size and media type are checked against the descriptor as well. */
  public FetchedManifest manifest(RepositoryName repository, Descriptor descriptor)
      throws IOException {
    return new Manifests(http, repository).byDescriptor(descriptor);
  }

  /**
   * Streams a blob into {@code file}, which appears whole and checked or not at all. A try that was
   * cut, also by another process, left {@code <file>.part}, and the next goes on from there.
   *
   * @throws OciException (OCI-010) or (OCI-011) when the registry sends other bytes, (OCI-012) when
   *     it has none
   */
  public void blob(RepositoryName repository, Descriptor blob, Path file) throws IOException {
    new BlobDownload(http, repository, blob, file).run();
  }

  /**
   * A small blob such as a config or a signature, in memory.
   *
   * @param limit in bytes
   * @throws OciException as {@link #blob(RepositoryName, Descriptor, Path)}, and (OCI-006) when the
   *     descriptor announces more than the limit
   */
  public byte[] blob(RepositoryName repository, Descriptor blob, int limit) throws IOException {
    if (blob.size() > limit) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot read blob "
              + blob.digest()
              + ": "
              + blob.size()
              + " bytes, the limit is "
              + limit);
    }
    Path folder = Files.createTempDirectory("mintmark-blob");
    Path file = folder.resolve(blob.digest().hex());
    try {
      blob(repository, blob, file);
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
      Files.delete(folder);
    }
  }

  /**
   * What refers to a manifest: signatures, SBOMs and so on, by the referrers API or, where a
   * registry has none, by the referrers tag.
   *
   * @param artifactType only those of this type; null for all
   */
  public List<Descriptor> referrers(
      RepositoryName repository, Digest subject, @Nullable String artifactType) throws IOException {
    return new Referrers(http, repository).of(subject, artifactType);
  }

  /** For requests of other kinds to the same registry. */
  RegistryHttp http() {
    return http;
  }

  @Override
  public void close() {
    client.close();
  }
}
