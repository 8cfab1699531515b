package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a rollout. */
@Command(
    name = "start",
    header = "Start the rollout of a published release.",
    description = {
      "The controller verifies the release, chooses the devices of each stage, and goes from stage"
          + " to stage only on evidence from the devices.",
      "With --follow the exit code says how it ended: 0 promoted, 3 rolled back or aborted.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark rollout start face-detect:v1.0.1 --follow",
      "  mintmark rollout start face-detect:v1.0.1 --policy demo --class cpu-amd64",
      "  mintmark rollout start face-detect:v1.0.1 --policy careful.yaml --json | jq -r .rollout",
    })
final class RolloutStartCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final RolloutWatch watch = new RolloutWatch();

  @Parameters(paramLabel = "NAME:VERSION", description = "e.g. face-detect:v1.0.1")
  private ReleaseName release = new ReleaseName("", "");

  @Option(
      names = "--policy",
      paramLabel = "FILE|NAME",
      defaultValue = "default",
      description = "A policy file, or the name of one in deploy/policies (${DEFAULT-VALUE}).")
  private String policy = "default";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Only devices of this class; may be given again (default: all).")
  private List<String> classes = new ArrayList<>();

  RolloutStartCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Rollouts rollouts = world.rollouts("operator", console);
    Rollout started = rollouts.start(release.toString(), readPolicy(), classes);
    console.say(
        "%s: %s to %s, %s"
            .formatted(
                console.paint(Style.STRONG, started.id()),
                started.release(),
                String.join(", ", started.classes()),
                started.baseline().map(name -> "against " + name).orElse("baseline: none")));
    KnownTargets targets = KnownTargets.of(world, console, started.release(), started.classes());
    targets.print(console);
    if (!watch.wanted()) {
      console.result(Documents.withTargets(started.json(), targets));
      console.print(
          "%s; `mintmark rollout show %s --follow` says how far it is"
              .formatted(started.state(), started.id()));
      return 0;
    }
    Rollout ended = watch.run(rollouts, started.id(), console);
    console.result(Documents.withTargets(ended.json(), targets));
    return RolloutWatch.report(ended, console).code();
  }

  private String readPolicy() {
    boolean name = policy.matches("[a-z0-9-]+");
    Path file =
        name
            ? world.checkout().policies().resolve(policy + ".yaml")
            : world.folder().resolve(policy);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-081",
          "cannot read the policy %s: %s; name a file, or one of those in %s"
              .formatted(file, e.getMessage(), world.checkout().policies()),
          e);
    }
  }
}
