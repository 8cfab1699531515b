package dev.mintmark.vendor.base;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Fetches a base image. */
public final class BaseVendor {
  private final VendorStore store;
  private final DockerConfig config;
  private final Set<String> listed;
  private final Watcher watcher;

  /**
   * @param listed hosts that may have private addresses, see {@link HostRules}
   */
  public BaseVendor(VendorStore store, DockerConfig config, Set<String> listed, Watcher watcher) {
    this.store = store;
    this.config = config;
    this.listed = Set.copyOf(listed);
    this.watcher = watcher;
  }

  /**
   * Makes sure that all parts for the platforms are in the store.
   *
   * @throws VendorException (VND-030) for what the registry, or the image, does not fulfil
   * @throws IOException when it may work later
   */
  public Fetched fetch(BaseReference reference, List<String> platforms) throws IOException {
    try {
      List<Artifact> parts = BaseImage.parts(store, reference.digest(), platforms);
      return new Fetched(parts.size(), 0, 0);
    } catch (VendorException e) {
      if (e.code() != VendorCode.MISSING) {
        throw e;
      }
    }
    URI registry = reference.registry(isPlain(reference) ? "http" : "https");
    HostRules rules = HostRules.publicAnd(listed);
    try {
      rules.require(registry, "the base image is in");
      Credentials credentials = config.find(reference.host());
      try (RegistryClient client = new RegistryClient(registry, credentials, rules)) {
        Remote remote = new Remote(reference, client);
        int all = BaseImage.walk(remote, reference.digest(), platforms).size();
        remote.fetchBlobs();
        return new Fetched(all, remote.fetched, remote.bytes);
      }
    } catch (OciException e) {
      throw new VendorException(
          VendorCode.BASE,
          "the base image " + reference,
          e.detail() + " (" + e.code() + ")",
          "check the reference, `docker login`, and --allow-host",
          e);
    }
  }

  /** Registries on this machine have no certificate; they must be listed as well. */
  private static boolean isPlain(BaseReference reference) {
    return reference.host().matches("(localhost|127\\.0\\.0\\.1)(:[0-9]+)?");
  }

  /** Documents at once, blobs when all documents are known. */
  private final class Remote implements BaseImage.Source {
    private final BaseReference reference;
    private final RegistryClient client;
    private final List<Descriptor> blobs = new ArrayList<>();
    private int fetched;
    private long bytes;

    Remote(BaseReference reference, RegistryClient client) {
      this.reference = reference;
      this.client = client;
    }

    @Override
    public byte[] document(Digest digest) throws IOException {
      if (store.has(digest)) {
        return Files.readAllBytes(store.path(digest));
      }
      byte[] document = client.baseDocument(reference.repository(), digest);
      store.keep(document);
      fetched++;
      bytes += document.length;
      return document;
    }

    @Override
    public void blob(Descriptor blob) throws IOException {
      if (!blobs.contains(blob) && !store.has(blob.digest(), blob.size())) {
        blobs.add(blob);
      }
    }

    void fetchBlobs() throws IOException {
      long all = blobs.stream().mapToLong(Descriptor::size).sum();
      if (blobs.isEmpty()) {
        return;
      }
      watcher.begin("%d blobs of %s".formatted(blobs.size(), reference.name()), all);
      try {
        for (Descriptor blob : blobs) {
          Path file = store.work("blobs").resolve(blob.digest().hex());
          client.blob(reference.repository(), blob, file);
          store.take(file, blob.digest(), "blob " + blob.digest());
          fetched++;
          bytes += blob.size();
          watcher.advance(blob.size());
        }
      } finally {
        watcher.end();
      }
    }
  }
}
