package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.oci.RepositoryName;

/** A published release as a person names it: the ledger knows a plain name's repository. */
final class Published {
  private Published() {}

  /**
   * Where the release is.
   *
   * @throws CommandException CLI-040 for what is no release's name, CLI-026 for one that the ledger
   *     does not know
   */
  static ImageReference of(String release, World world, Console console) {
    ImageReference reference;
    try {
      reference = ImageReference.parse(release);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, "CLI-040", String.valueOf(e.getMessage()), e);
    }
    if (!reference.isReleaseName()) {
      return reference;
    }
    ReleaseName name = ReleaseName.parse(release);
    return world
        .ledger(console)
        .find(name.name(), name.version())
        .flatMap(Release::repository)
        .map(repository ->
            new ImageReference(
                reference.registry(),
                new RepositoryName(repository),
                reference.tag(),
                reference.digest()))
        .orElseThrow(() ->
            new CommandException(
                Exit.FAILURE,
                "CLI-026",
                "the ledger has no record of %s; `mintmark release list` shows those it has"
                    .formatted(release)));
  }
}
