package dev.mintmark.cli.command;

import dev.mintmark.cli.engine.EngineKind;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the demo of the example that has a program. */
final class ServerOptions {
  @Option(
      names = "--server",
      description =
          "The example whose image runs: Debian packages by apt, wheels by pip, in docker or podman"
              + " where one works.")
  private boolean server;

  @Option(
      names = "--update",
      description =
          "With --server: first lock what the mirrors have now, in a copy of the example in"
              + " MINTMARK_HOME.")
  private boolean update;

  @Option(
      names = "--engine",
      paramLabel = "docker|podman",
      description = "With --server: this engine, and no end without it.")
  private @Nullable EngineKind engine;

  @Option(
      names = "--host-network",
      description =
          "With --server: the container uses this machine's network, for engines without a bridge.")
  private boolean hostNetwork;

  boolean server() {
    return server;
  }

  boolean update() {
    return update;
  }

  Optional<EngineKind> engine() {
    return Optional.ofNullable(engine);
  }

  boolean hostNetwork() {
    return hostNetwork;
  }

  /**
   * @param bad whether the release that only a fleet finds bad is asked for
   * @throws CommandException CLI-159 for options that do not go together
   */
  void requireFit(boolean bad) {
    if (server && bad) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-159",
          "--server shows an image that runs and --bad a rollout that goes back: give one of them");
    }
    if (!server && (update || engine != null || hostNetwork)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-159",
          "--update, --engine and --host-network are of the demo with --server: give that, too");
    }
  }
}
