package dev.mintmark.cli.request;

import dev.mintmark.cli.vendor.LockPlaces;
import dev.mintmark.vendor.VendorStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a release file's paths lead.
 *
 * @param releaseFile the folder of the release file itself
 * @param inputs what {@code ${inputs}} means; empty when no {@code --inputs} was given
 * @param targets the folder of the target profiles, {@code <name>.yaml}
 * @param vendor the vendored files, by digest
 */
public record InputFolders(
    Path releaseFile, Optional<Path> inputs, Path targets, VendorStore vendor) {
  /** Where the locks are. */
  public LockPlaces locks() {
    return new LockPlaces(releaseFile, inputs, targets);
  }
}
