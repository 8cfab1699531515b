package dev.mintmark.cli.command;

import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.version.ReleaseVersion;
import java.util.List;

/** Chooses versions for releases that are built without being named. */
final class Versions {
  private Versions() {}

  /** The same release under the next version that the ledger does not know. */
  static ReleaseFile nextFree(ReleaseFile file, Ledger ledger) {
    List<ReleaseVersion> used =
        ledger.releases().stream()
            .filter(release -> release.name().equals(file.name()))
            .flatMap(release -> ReleaseVersion.parse(release.version()).stream())
            .toList();
    ReleaseVersion base = ReleaseVersion.parse(file.version()).orElseThrow();
    return file.withVersion(base.nextFree(used).toString());
  }
}
