package dev.mintmark.cli.command;

import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.build.Builder;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.terminal.Console;
import java.time.Duration;
import java.util.Optional;

/** Builds a release that has to be published. */
record DemoBuild(World world, Console console) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** The release under the next version that the ledger does not know. */
  ReleaseFile nextFree(ReleaseFileOptions options) {
    return Versions.nextFree(options.read(world, Optional.empty()), world.ledger(console));
  }

  /**
   * Builds it.
   *
   * @throws CommandException with the refusal's code when a step refuses it
   */
  BuildResult run(BuildRequest request) {
    Builder builder = new Builder(world.ingest(console), world.ledger(console), console);
    console.say("building " + request.release());
    BuildResult result = builder.run(request, builder.upload(request, false), LIMIT);
    result
        .rejection()
        .ifPresent(why -> {
          throw new CommandException(
              Exit.REFUSED,
              why.code(),
              "%s was refused by %s: %s: %s; %s"
                  .formatted(result.id(), why.step(), why.subject(), why.found(), why.advice()));
        });
    return result;
  }
}
