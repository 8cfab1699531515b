package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rebuild.Ordered;
import dev.mintmark.cli.rebuild.RebuildEvents;
import dev.mintmark.cli.stack.Launcher;
import dev.mintmark.cli.stack.LauncherRun;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Running the steps of a rebuild to its end, and showing how far it is. */
final class RebuildWatch {
  /** So many releases are told one by one; more are counted. */
  private static final int FEW = 5;

  @Option(
      names = "--jdk",
      paramLabel = "DIR",
      description = "Run the steps on the JDK in this folder (default: the one that runs this).")
  private @Nullable Path jdk;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
  private long timeout;

  /**
   * Starts the steps and returns when the ledger has judged every release.
   *
   * @throws CommandException CLI-024 when that takes too long, or the launcher's own
   */
  void run(Launcher launcher, Ordered ordered, boolean current, Console console) {
    boolean few = ordered.releases().size() <= FEW;
    try (Progress progress =
        few ? Progress.NONE : console.count("rebuilt", ordered.releases().size())) {
      Consumer<JsonNode> tell =
          event -> {
            RebuildEvents.line(event, few).ifPresent(console::say);
            if (RebuildEvents.judges(event)) {
              progress.advance(1);
            }
          };
      LauncherRun run = launcher.rebuild(ordered.run(), current, Optional.ofNullable(jdk), tell);
      Thread stop = new Thread(run::stop, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      if (!run.awaitEnd(Duration.ofSeconds(timeout))) {
        run.stop();
        throw new CommandException(
            Exit.FAILURE,
            "CLI-024",
            "%s did not end within %d s; `mintmark rebuild show %s` says how far it is"
                .formatted(ordered.run(), timeout, ordered.run()));
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }
}
