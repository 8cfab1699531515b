package dev.mintmark.vendor.bundle;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes and reads bundles. */
public final class Bundles {
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
   * @param key signs the manifest; empty for a bundle that nobody signs
   * @throws VendorException (VND-041) for one that is not there
   */
  public void write(Collection<BundledFile> files, Path bundle, Optional<SigningKey> key)
      throws IOException {
    BundleManifest manifest = BundleManifest.of(files);
    long bytes = manifest.files().stream().mapToLong(BundledFile::size).sum();
    Path part = bundle.resolveSibling(bundle.getFileName() + ".part");
    watcher.begin("bundling %d files".formatted(manifest.files().size()), bytes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      byte[] text = manifest.bytes();
      write(BundleManifest.NAME, text, tar);
      if (key.isPresent()) {
        write(BundleSignature.NAME, BundleSignature.of(text, key.get()), tar);
      }
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

  private static void write(String name, byte[] bytes, TarArchiveOutputStream tar)
      throws IOException {
    tar.putArchiveEntry(entry(name, bytes.length));
    tar.write(bytes);
    tar.closeArchiveEntry();
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
   * came before a damaged place stays; nothing is kept before the signature was checked.
   *
   * @param key that must have signed the manifest; where it is empty, no signature is checked
   * @throws VendorException (VND-040) for anything but a whole bundle, (VND-053) for one that is
   *     not signed, (VND-054) for one that the key did not sign
   */
  public BundleContents read(Path bundle, Optional<VerificationKey> key) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle), 1 << 16)) {
      return new BundleReader(store, watcher, bundle, in).read(key);
    }
  }
}
