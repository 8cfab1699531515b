package dev.mintmark.vendor.bundle;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes and reads bundles. */
public final class Bundles {
  private static final String MANIFEST = "manifest";
  private static final int READ_ONLY = 0100444;

  private final VendorStore store;
  private final Watcher watcher;

  public Bundles(VendorStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
  }

  /**
   * Writes the files, all of which must be in the store, as one tar. It appears whole or not at
   * all.
   *
   * @throws VendorException (VND-041) for one that is not there
   */
  public void write(Collection<BundledFile> files, Path bundle) throws IOException {
    BundleManifest manifest = BundleManifest.of(files);
    long bytes = manifest.files().stream().mapToLong(BundledFile::size).sum();
    Path part = bundle.resolveSibling(bundle.getFileName() + ".part");
    watcher.begin("bundling %d files".formatted(manifest.files().size()), bytes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      byte[] text = manifest.bytes();
      tar.putArchiveEntry(entry(MANIFEST, text.length));
      tar.write(text);
      tar.closeArchiveEntry();
      for (BundledFile file : manifest.files()) {
        write(file, tar);
        watcher.advance(file.size());
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    } finally {
      watcher.end();
    }
    Files.move(part, bundle, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(BundledFile file, TarArchiveOutputStream tar) throws IOException {
    if (!store.has(file.digest(), file.size())) {
      throw new VendorException(
          VendorCode.MISSING,
          file.name() + ", " + file.digest(),
          "it is not in the vendor folder",
          "fetch it first: mintmark vendor -f <release file>");
    }
    tar.putArchiveEntry(entry(file.path(), file.size()));
    Files.copy(store.path(file.digest()), tar);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(READ_ONLY);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }

  /**
   * Takes a bundle's files over. Each is kept when its bytes are those of the manifest, so what
   * came before a damaged place stays.
   *
   * @throws VendorException (VND-040) for anything but a whole bundle
   */
  public Fetched read(Path bundle) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
      BundleManifest manifest = manifest(bundle, tar);
      long bytes = manifest.files().stream().mapToLong(BundledFile::size).sum();
      watcher.begin("reading %d files".formatted(manifest.files().size()), bytes);
      Fetched fetched = Fetched.NOTHING;
      try {
        for (BundledFile file : manifest.files()) {
          fetched = fetched.and(read(bundle, file, tar));
          watcher.advance(file.size());
        }
      } finally {
        watcher.end();
      }
      if (next(bundle, tar) != null) {
        throw damaged(bundle, "it has more files than its manifest", null);
      }
      return fetched;
    }
  }

  private BundleManifest manifest(Path bundle, TarArchiveInputStream tar) {
    TarArchiveEntry entry = next(bundle, tar);
    if (entry == null || !isPlain(entry, MANIFEST) || entry.getSize() > BundleManifest.MAX_BYTES) {
      throw damaged(bundle, "it does not begin with a manifest", null);
    }
    try {
      return BundleManifest.parse(tar.readNBytes(Math.toIntExact(entry.getSize())));
    } catch (IOException e) {
      throw damaged(bundle, "its manifest is cut off: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw damaged(bundle, "its manifest " + e.getMessage(), e);
    }
  }

  private Fetched read(Path bundle, BundledFile file, TarArchiveInputStream tar)
      throws IOException {
    TarArchiveEntry entry = next(bundle, tar);
    if (entry == null || !isPlain(entry, file.path()) || entry.getSize() != file.size()) {
      throw damaged(
          bundle,
          "where "
              + file.name()
              + " should be, it has "
              + (entry == null ? "nothing" : "'" + entry.getName() + "'"),
          null);
    }
    Path part = Files.createTempFile(store.work("bundle"), "file", ".part");
    try {
      try {
        Files.copy(tar, part, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw damaged(bundle, file.name() + " is cut off: " + e.getMessage(), e);
      }
      if (!Digest.of(part).equals(file.digest())) {
        throw damaged(bundle, file.name() + " has other bytes than its manifest says", null);
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

  private static @Nullable TarArchiveEntry next(Path bundle, TarArchiveInputStream tar) {
    try {
      return tar.getNextEntry();
    } catch (IOException e) {
      throw damaged(bundle, "its tar is damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isPlain(TarArchiveEntry entry, String name) {
    return entry.isFile()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !entry.isSparse()
        && entry.getName().equals(name);
  }

  private static VendorException damaged(Path bundle, String found, @Nullable Throwable cause) {
    return new VendorException(
        VendorCode.BUNDLE,
        "from the bundle " + bundle.getFileName(),
        found,
        "get it again: mintmark vendor --bundle writes it",
        cause);
  }
}
