package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which releases a command is about: named ones, or all that are published. */
final class ReleaseChoice {
  private static final String PUBLISHED = "published";

  @Option(names = "--all", description = "Every published release.")
  private boolean all;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "With --all: only those published on that day (UTC) or later, e.g. 2026-01-01.")
  private @Nullable LocalDate since;

  /**
   * The releases, each once.
   *
   * @throws CommandException CLI-091 where none is named, or both ways are taken, or none is there
   */
  List<String> choose(List<ReleaseName> named, Supplier<Ledger> ledgers) {
    if (all == !named.isEmpty() || (since != null && !all)) {
      throw new CommandException(
          Exit.USAGE, "CLI-091", "name releases, or say --all; --since goes with --all");
    }
    if (!all) {
      return named.stream().map(ReleaseName::toString).distinct().toList();
    }
    Ledger ledger = ledgers.get();
    List<String> chosen =
        ledger.releases().stream()
            .filter(item -> item.state().equals(PUBLISHED))
            .filter(item -> since == null || isSince(ledger, item, since))
            .map(item -> item.name() + ":" + item.version())
            .toList();
    if (chosen.isEmpty()) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-091",
          "no release is published"
              + (since == null ? "" : " since " + since)
              + "; `mintmark release list` shows those the ledger knows");
    }
    return chosen;
  }

  private static boolean isSince(Ledger ledger, Ledger.Item item, LocalDate day) {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Optional<Release> release = ledger.find(item.name(), item.version());
    return release.stream()
        .flatMap(found -> found.handOffs().stream())
        .filter(HandOff::published)
        .anyMatch(handOff -> !handOff.time().isBefore(start));
  }
}
