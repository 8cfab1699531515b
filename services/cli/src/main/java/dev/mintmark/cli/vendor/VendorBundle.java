package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.InputPath;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.content.Digest;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.vendor.bundle.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A release's vendored files, and its locks as evidence, as one file. */
public final class VendorBundle {
  private final ReleaseFile release;
  private final LockPlaces places;
  private final VendorStore store;
  private final Console console;
  private final Bundles bundles;

  public VendorBundle(ReleaseFile release, LockPlaces places, VendorStore store, Console console) {
    this.release = release;
    this.places = places;
    this.store = store;
    this.console = console;
    this.bundles = new Bundles(store, new ConsoleWatcher(console));
  }

  /** Writes all that the release needs; gives the bundle's digest. */
  public Digest write(Path bundle) throws IOException {
    List<BundledFile> files = new ArrayList<>(VendoredFiles.find(release, places, store).bundled());
    for (Path lock : locks()) {
      byte[] bytes = Files.readAllBytes(lock);
      files.add(new BundledFile(store.keep(bytes), bytes.length, "lock/" + lock.getFileName()));
    }
    bundles.write(files, bundle);
    Digest digest = Digest.of(bundle);
    console.print(
        "%s  %s  %s".formatted(bundle.getFileName(), Sizes.format(Files.size(bundle)), digest));
    return digest;
  }

  private List<Path> locks() {
    List<Path> locks = new ArrayList<>();
    release.image().packages().map(places::file).ifPresent(locks::add);
    release
        .image()
        .dockerfile()
        .map(ReleaseFile.Dockerfile::file)
        .map(places::file)
        .ifPresent(locks::add);
    release
        .image()
        .python()
        .map(ReleaseFile.Python::requirements)
        .ifPresent((InputPath path) -> {
          locks.add(places.file(path));
          locks.add(places.wheels(path));
        });
    return locks;
  }

  /**
   * Takes a bundle over.
   *
   * @throws dev.mintmark.vendor.VendorException (VND-040) for a damaged one, (VND-041) when the
   *     release needs more than it has
   */
  public VendorRow read(Path bundle) throws IOException {
    Fetched fetched = bundles.read(bundle);
    VendoredFiles.find(release, places, store);
    return new VendorRow("bundle", String.valueOf(bundle.getFileName()), fetched);
  }
}
