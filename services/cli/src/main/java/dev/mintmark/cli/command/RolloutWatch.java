package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rollout.Change;
import dev.mintmark.cli.rollout.ChangeLine;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Option;

/** Waiting for the end of a rollout, with a line for each change. */
final class RolloutWatch {
  @Option(
      names = {"--follow", "--wait"},
      description = "Show each change as it comes, until it is promoted, rolled back or aborted.")
  private boolean follow;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
  private long timeout;

  boolean wanted() {
    return follow;
  }

  /** Tells every change, from the first, and returns the rollout as it ended. */
  Rollout run(Rollouts rollouts, String id, Console console) {
    AtomicReference<Optional<Instant>> before = new AtomicReference<>(Optional.empty());
    rollouts.follow(
        id,
        Duration.ofSeconds(timeout),
        change -> tell(change, before.getAndSet(Optional.of(change.time())), id, console));
    return rollouts.find(id);
  }

  /** What the command ends with. */
  static Exit report(Rollout rollout, Console console) {
    if (rollout.state().equals("PROMOTED")) {
      console.print(
          "%s is %s on %d devices"
              .formatted(
                  console.paint(Style.STRONG, rollout.release()),
                  console.paint(Style.GOOD, "promoted"),
                  rollout.devices()));
      return Exit.OK;
    }
    Optional<Change> why =
        rollout.changes().reversed().stream().filter(c -> !c.reason().isEmpty()).findFirst();
    console.error(
        "%s was %s%s%s"
            .formatted(
                rollout.release(),
                rollout.state().equals("ROLLED_BACK") ? "rolled back" : "aborted",
                why.map(change -> ": " + change.reason()).orElse(""),
                why.filter(change -> !change.code().isEmpty())
                    .map(change -> " (" + change.code() + ")")
                    .orElse("")));
    return Exit.REFUSED;
  }

  private static void tell(Change change, Optional<Instant> before, String id, Console console) {
    console.say("  " + ChangeLine.of(change, before));
    if (Rollout.waitsForAPerson(change.to())) {
      console.say(
          "  waits for a person: mintmark rollout %s %s"
              .formatted(
                  switch (change.to()) {
                    case "PAUSED" -> "resume|abort|rollback";
                    case "HELD" -> "approve|abort|rollback";
                    default -> "approve|abort";
                  },
                  id));
    }
  }
}
