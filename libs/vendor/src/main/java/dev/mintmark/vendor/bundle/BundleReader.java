package dev.mintmark.vendor.bundle;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.bundle.BundleContents.Origin;
import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one bundle from its begin to its end. */
final class BundleReader {
  /** Inputs of one release may be large; their names are not. */
  private static final Limits LIMITS = new Limits(200_000, 1L << 40, 1, 1024, 64 << 20, 1);

  private final VendorStore store;
  private final Watcher watcher;
  private final Path bundle;
  private final TarReader tar;
  private @Nullable TarEntry entry;

  /**
   * @param in the bundle, uncompressed
   */
  BundleReader(VendorStore store, Watcher watcher, Path bundle, InputStream in) {
    this.store = store;
    this.watcher = watcher;
    this.bundle = bundle;
    this.tar = new TarReader(Subject.of(bundle), LIMITS, in);
  }

  BundleContents read(Optional<VerificationKey> key) throws IOException {
    next();
    byte[] text = document(BundleManifest.NAME, BundleManifest.MAX_BYTES);
    next();
    Origin origin = origin(text, key);
    BundleManifest manifest = manifest(text);
    return new BundleContents(manifest.files(), files(manifest), origin);
  }

  private Origin origin(byte[] manifest, Optional<VerificationKey> key) throws IOException {
    if (entry == null || !isPlain(entry, BundleSignature.NAME)) {
      if (key.isPresent()) {
        throw new VendorException(
            VendorCode.UNSIGNED_BUNDLE,
            "from the bundle " + bundle.getFileName(),
            "nobody signed it, and --bundle-key asks for a signature",
            "have it written with: mintmark vendor --bundle FILE --key PEM");
      }
      return Origin.UNSIGNED;
    }
    byte[] signature = document(BundleSignature.NAME, BundleSignature.MAX_BYTES);
    next();
    if (key.isEmpty()) {
      return Origin.NOT_CHECKED;
    }
    try {
      BundleSignature.check(signature, manifest, key.get());
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.BUNDLE_SIGNATURE,
          "from the bundle " + bundle.getFileName(),
          "its signature " + e.getMessage(),
          "ask who wrote it for the key and the bundle; nothing of it was kept",
          e);
    }
    return Origin.CHECKED;
  }

  private Fetched files(BundleManifest manifest) throws IOException {
    long bytes = manifest.files().stream().mapToLong(BundledFile::size).sum();
    watcher.begin("reading %d files".formatted(manifest.files().size()), bytes);
    Fetched fetched = Fetched.NOTHING;
    try {
      for (BundledFile file : manifest.files()) {
        fetched = fetched.and(file(file));
        next();
        watcher.advance(file.size());
      }
    } finally {
      watcher.end();
    }
    if (entry != null) {
      throw damaged("it has more files than its manifest", null);
    }
    return fetched;
  }

  private BundleManifest manifest(byte[] text) {
    try {
      return BundleManifest.parse(text);
    } catch (IllegalArgumentException e) {
      throw damaged("its manifest " + e.getMessage(), e);
    }
  }

  private byte[] document(String name, int limit) throws IOException {
    if (entry == null || !isPlain(entry, name) || entry.size() > limit) {
      throw damaged("it does not begin with a " + name, null);
    }
    try {
      return tar.content().readNBytes(Math.toIntExact(entry.size()));
    } catch (PackageException e) {
      throw damaged("its " + name + " is cut off: " + e.found(), e);
    }
  }

  private Fetched file(BundledFile file) throws IOException {
    if (entry == null || !isPlain(entry, file.path()) || entry.size() != file.size()) {
      throw damaged(
          "where %s should be, it has %s"
              .formatted(file.name(), entry == null ? "nothing" : "'" + entry.name() + "'"),
          null);
    }
    Path part = Files.createTempFile(store.work("bundle"), "file", ".part");
    try {
      try {
        Files.copy(tar.content(), part, StandardCopyOption.REPLACE_EXISTING);
      } catch (PackageException e) {
        throw damaged(file.name() + " is cut off: " + e.found(), e);
      }
      if (!Digest.of(part).equals(file.digest())) {
        throw damaged(file.name() + " has other bytes than its manifest says", null);
      }
      if (store.has(file.digest(), file.size())) {
        return new Fetched(1, 0, 0);
      }
      store.take(part, file.digest(), file.name());
      return new Fetched(1, 1, file.size());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void next() throws IOException {
    try {
      entry = tar.next().orElse(null);
    } catch (PackageException e) {
      throw damaged("its tar is damaged: " + e.found(), e);
    }
  }

  private static boolean isPlain(TarEntry entry, String name) {
    return entry.kind() == TarEntry.Kind.FILE && entry.name().equals(name);
  }

  private VendorException damaged(String found, @Nullable Throwable cause) {
    return new VendorException(
        VendorCode.BUNDLE,
        "from the bundle " + bundle.getFileName(),
        found,
        "get it again: mintmark vendor --bundle writes it",
        cause);
  }
}
