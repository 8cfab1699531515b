package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.ledger.TargetProfiles;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.util.Collection;
import java.util.Optional;

/**
 * What is known of how a release's targets were tested. That it is not known keeps no command from
 * its work; it is said.
 */
final class KnownTargets {
  private final Optional<TargetProfiles> profiles;
  private final String trouble;

  private KnownTargets(Optional<TargetProfiles> profiles, String trouble) {
    this.profiles = profiles;
    this.trouble = trouble;
  }

  /** Of a release that the ledger told. */
  static KnownTargets of(Ledger ledger, Release release) {
    try {
      return new KnownTargets(Optional.of(TargetProfiles.of(ledger, release)), "");
    } catch (CommandException e) {
      return new KnownTargets(Optional.empty(), e.text());
    }
  }

  /**
   * Of some classes of a release that is only known by name.
   *
   * @param release {@code <name>:<version>}
   */
  static KnownTargets of(World world, Console console, String release, Collection<String> classes) {
    try {
      ReleaseName name = ReleaseName.parse(release);
      Ledger ledger = world.ledger(console);
      return new KnownTargets(
          ledger
              .find(name.name(), name.version())
              .map(found -> TargetProfiles.of(ledger, found).only(classes)),
          "the ledger has no record of " + release);
    } catch (CommandException e) {
      return new KnownTargets(Optional.empty(), e.text());
    }
  }

  Optional<TargetProfiles> profiles() {
    return profiles.filter(known -> !known.tested().isEmpty());
  }

  /** Why they are not known; empty where they are. */
  Optional<String> trouble() {
    return profiles.isEmpty() ? Optional.of(trouble) : Optional.empty();
  }

  /** One line for each untested target, or the reason why that is not known. */
  void print(Console console) {
    trouble().ifPresent(why -> console.print("untested    not known: " + why));
    profiles.map(TargetProfiles::untested).stream()
        .flatMap(Collection::stream)
        .map(Untested::words)
        .forEach(line -> console.print(console.paint(Style.BAD, line)));
  }
}
