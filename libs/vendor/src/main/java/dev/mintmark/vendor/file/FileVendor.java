package dev.mintmark.vendor.file;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.client.MavenClient;
import dev.mintmark.vendor.client.NpmClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches single files. */
public final class FileVendor {
  private final VendorStore store;
  private final Map<String, String> environment;
  private final Set<String> listed;
  private final Watcher watcher;

  /**
   * @param environment of npm and Maven
   * @param listed hosts that may have private addresses, and that an address may redirect to
   */
  public FileVendor(
      VendorStore store, Map<String, String> environment, Set<String> listed, Watcher watcher) {
    this.store = store;
    this.environment = Map.copyOf(environment);
    this.listed = Set.copyOf(listed);
    this.watcher = watcher;
  }

  /**
   * Makes sure that the file is in the store.
   *
   * @throws VendorException (VND-001, VND-002, VND-071) when it cannot be had, (VND-003) when it
   *     has other bytes
   * @throws IOException when it may work later
   */
  public Fetched fetch(FileSource source, Digest digest) throws IOException {
    if (store.has(digest)) {
      return new Fetched(1, 0, 0);
    }
    Path file = download(source, digest);
    long size = Files.size(file);
    store.take(file, digest, source.toString());
    return new Fetched(1, 1, size);
  }

  /**
   * Fetches a file that nobody has pinned yet, and keeps it.
   *
   * @return its digest
   * @throws VendorException (VND-001, VND-002, VND-071)
   */
  public Digest look(FileSource source) throws IOException {
    Path file = download(source, null);
    Digest digest = Digest.of(file);
    store.take(file, digest, source.toString());
    return digest;
  }

  private Path download(FileSource source, @Nullable Digest pinned) throws IOException {
    return switch (source) {
      case FileSource.Npm npm -> {
        watcher.say("npm fetches " + npm);
        yield NpmClient.of(environment).pack(npm.name(), npm.version(), store.emptyWork("npm"));
      }
      case FileSource.Maven maven -> {
        watcher.say("Maven fetches " + maven);
        yield MavenClient.of(environment)
            .copy(
                maven.group(),
                maven.artifact(),
                maven.version(),
                maven.classifier(),
                store.emptyWork("maven"));
      }
      case FileSource.Url url -> address(url, pinned);
    };
  }

  /** Only bytes of this visit accuse whoever gave them: what was there before may be another's. */
  private Path address(FileSource.Url url, @Nullable Digest pinned) throws IOException {
    try (UrlDownload download = new UrlDownload(url, store.work("url"), listed, watcher)) {
      boolean resumed = download.isBegun();
      Path file = download.run();
      if (resumed && pinned != null && !Digest.of(file).equals(pinned)) {
        Files.delete(file);
        file = download.run();
      }
      return file;
    }
  }
}
