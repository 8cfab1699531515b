package dev.mintmark.oci.client;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Pushes to one registry (distribution-spec 1.1, "Push"). What is there is not sent again. Refusals
 * are {@link OciException}s; what may work later is an {@link IOException}.
 */
public final class RegistryPush implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] NOTHING = {};

  private final RegistryClient reader;
  private final PushHttp http;

  /** Bytes that can be read from any place, more than once. */
  @FunctionalInterface
  public interface Source {
    /** The bytes from the offset on; closed by the reader. */
    InputStream from(long offset) throws IOException;
  }

  /**
   * @param registry as for {@link RegistryClient}
   * @throws OciException (OCI-013) when the credentials would travel in the clear
   */
  public RegistryPush(URI registry, Credentials credentials) {
    this(registry, credentials, PATIENCE);
  }

  /**
   * @param patience how long to wait for a connection and an answer; longer bodies get longer
   */
  public RegistryPush(URI registry, Credentials credentials, Duration patience) {
    this(registry, credentials, patience, null, HostRules.NAMED_ALONE);
  }

  /**
   * @param trust decides which certificates are good; null for the JDK's own
   * @param hosts which token services may be asked; uploads go nowhere else in any case
   */
  public RegistryPush(
      URI registry,
      Credentials credentials,
      Duration patience,
      @Nullable SSLContext trust,
      HostRules hosts) {
    this.reader =
        new RegistryClient(
            PushHttp.client(patience, trust), registry, credentials, patience, hosts);
    this.http =
        new PushHttp(
            PushHttp.client(patience, trust),
            registry,
            credentials,
            patience,
            reader.http()::token);
  }

  /**
   * Brings a blob there.
   *
   * @param sent gets the bytes that have arrived since it was last told
   * @return whether it was sent; false when it is there
   */
  public boolean blob(RepositoryName repository, Artifact blob, Source source, LongConsumer sent)
      throws IOException {
    if (isThere(repository + "/blobs/" + blob.digest())) {
      return false;
    }
    new BlobUpload(http, repository, blob, source, sent).run();
    return true;
  }

  /**
   * Brings several blobs there, some of them side by side; each is read by one thread.
   *
   * @param arrived as for one; called by one thread at a time
   * @return those that were sent, in the order given; the others are there
   */
  public List<Artifact> blobs(
      RepositoryName repository,
      Collection<Artifact> blobs,
      Function<Artifact, Source> source,
      LongConsumer arrived)
      throws IOException {
    return new BlobPushes(this, repository).run(blobs, source, arrived);
  }

  /**
   * Brings a manifest or index there, by its digest; what it names must be there.
   *
   * @return whether it was sent; false when it is there
   */
  public boolean manifest(RepositoryName repository, byte[] bytes, String mediaType)
      throws IOException {
    Digest digest = Digest.of(bytes);
    if (isThere(repository + "/manifests/" + digest)) {
      return false;
    }
    put(repository, digest.toString(), bytes, mediaType);
    return true;
  }

  /** What a tag names now. */
  public Optional<Digest> tagged(RepositoryName repository, Tag tag) throws IOException {
    try {
      return Optional.of(reader.manifest(repository, tag).artifact().digest());
    } catch (OciException e) {
      if (e.error() == OciError.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Lets a tag name the manifest, whatever it named before. */
  public void tag(RepositoryName repository, Tag tag, byte[] bytes, String mediaType)
      throws IOException {
    put(repository, tag.value(), bytes, mediaType);
  }

  /**
   * Sees to it that clients find what refers to a manifest: a registry with the referrers API does
   * that by itself, on another one the referrers tag gets what it lacks. Two clients that do this
   * at once may lose one's entries (distribution-spec, "Referrers Tag Schema"): call it again.
   *
   * @param referrers with their artifact types and annotations
   * @return whether the referrers tag was written
   * @throws IOException when the registry has the API and does not list them
   */
  public boolean refer(RepositoryName repository, Digest subject, List<Descriptor> referrers)
      throws IOException {
    List<Descriptor> listed = reader.referrers(repository, subject, null);
    List<Digest> digests = listed.stream().map(Descriptor::digest).toList();
    List<Descriptor> missing =
        referrers.stream().filter(found -> !digests.contains(found.digest())).toList();
    if (missing.isEmpty()) {
      return false;
    }
    if (isThere("GET", repository + "/referrers/" + subject)) {
      throw new IOException(
          http.address(repository + "/referrers/" + subject)
              + " does not list "
              + missing.getFirst().digest()
              + ", which it has; try again later");
    }
    List<Descriptor> all = new ArrayList<>(listed);
    all.addAll(missing);
    ImageIndex index = new ImageIndex(null, all, null, new TreeMap<>());
    put(repository, Tag.ofReferrers(subject).value(), index.bytes(), OciMediaTypes.INDEX);
    return true;
  }

  private void put(RepositoryName repository, String reference, byte[] bytes, String mediaType)
      throws IOException {
    PushHttp.Answer answer =
        http.send(
            "PUT",
            http.address(repository + "/manifests/" + reference),
            Map.of("Content-Type", mediaType),
            bytes);
    if (answer.status() != 201) {
      throw answer.unexpected();
    }
    BlobUpload.requireDigest(answer, Digest.of(bytes));
  }

  private boolean isThere(String path) throws IOException {
    return isThere("HEAD", path);
  }

  private boolean isThere(String method, String path) throws IOException {
    Map<String, String> accept =
        Map.of("Accept", OciMediaTypes.INDEX + ", " + OciMediaTypes.MANIFEST);
    int status = http.send(method, http.address(path), accept, NOTHING).status();
    return status == 200 || (status / 100 == 3 && path.matches(".*/blobs/sha256:[0-9a-f]{64}"));
  }

  @Override
  public void close() {
    http.close();
    reader.close();
  }
}
