package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.FileOrigin;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.content.Digest;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.bundle.BundleContents;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.vendor.bundle.Bundles;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A release's vendored files, and its locks as evidence, as one file. */
public final class VendorBundle {
  private final ReleaseFile release;
  private final LockPlaces places;
  private final VendorStore store;
  private final Console console;
  private final Bundles bundles;
  private final VendorEvidence evidence;

  public VendorBundle(ReleaseFile release, LockPlaces places, VendorStore store, Console console) {
    this.release = release;
    this.places = places;
    this.store = store;
    this.console = console;
    this.evidence = new VendorEvidence(release, places, store);
    this.bundles = new Bundles(store, new ConsoleWatcher(console));
  }

  /**
   * Writes all that the release needs; gives the bundle's digest.
   *
   * @param key signs it
   */
  public Digest write(Path bundle, Optional<SigningKey> key) throws IOException {
    List<BundledFile> files = new ArrayList<>(VendoredFiles.find(release, places, store).bundled());
    files.addAll(PinnedFiles.of(release).bundled(store));
    files.addAll(evidence.keep());
    bundles.write(files, bundle, key);
    Digest digest = Digest.of(bundle);
    console.print(
        "%s  %s  %s".formatted(bundle.getFileName(), Sizes.format(Files.size(bundle)), digest));
    return digest;
  }

  /**
   * Takes a bundle over. One whose origin was not checked is said to be so.
   *
   * @param key that must have signed it; where it is empty, no signature is asked for
   * @throws dev.mintmark.vendor.VendorException (VND-040) for a damaged one, (VND-041) when the
   *     release needs more than it has, (VND-053, VND-054) for one that the key did not sign
   */
  public VendorRow read(Path bundle, Optional<VerificationKey> key) throws IOException {
    String name = String.valueOf(bundle.getFileName());
    BundleContents contents = bundles.read(bundle, key);
    switch (contents.origin()) {
      case CHECKED -> console.say("%s is signed by %s".formatted(name, key.orElseThrow()));
      case NOT_CHECKED ->
          console.error(
              "warning: %s is signed, and nobody checked by whom: --bundle-key PEM does"
                  .formatted(name));
      case UNSIGNED -> console.say("%s is not signed".formatted(name));
    }
    VendoredFiles.find(release, places, store);
    for (FileOrigin.Outside file : PinnedFiles.of(release).files()) {
      PinnedFiles.find(store, file);
    }
    // Nobody checks an index's signature here: it counts as far as the one who brought it.
    if (contents.origin() == BundleContents.Origin.CHECKED) {
      evidence.note(contents.files());
    }
    return new VendorRow("bundle", name, contents.fetched());
  }
}
