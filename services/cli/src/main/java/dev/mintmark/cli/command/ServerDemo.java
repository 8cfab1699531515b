package dev.mintmark.cli.command;

import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.demo.Demo;
import dev.mintmark.cli.demo.DeviceProcess;
import dev.mintmark.cli.demo.ServerRun;
import dev.mintmark.cli.demo.ServerSummary;
import dev.mintmark.cli.demo.TargetFigures;
import dev.mintmark.cli.demo.ThisMachine;
import dev.mintmark.cli.engine.Engine;
import dev.mintmark.cli.engine.Engines;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.vendor.Fetched;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Shows the example whose image runs: from packages and wheels to the faces in a picture. */
final class ServerDemo {
  private final World world;
  private final Console console;
  private final ServerOptions wanted;
  private final ReleaseFileOptions options;
  private final Fetched vendored;

  private ServerDemo(
      World world,
      Console console,
      ServerOptions wanted,
      ReleaseFileOptions options,
      Fetched vendored) {
    this.world = world;
    this.console = console;
    this.wanted = wanted;
    this.options = options;
    this.vendored = vendored;
  }

  /** Vendors; needs no stack. */
  static ServerDemo prepare(World world, Console console, ServerOptions wanted, Path inputs) {
    ServerVendor vendor = new ServerVendor(world, console);
    Path file = wanted.update() ? vendor.copied() : vendor.frozen();
    console.say("packages and wheels of " + file);
    ReleaseFileOptions options = new ReleaseFileOptions(file, inputs);
    return new ServerDemo(world, console, wanted, options, vendor.fetch(options, wanted.update()));
  }

  Fetched vendored() {
    return vendored;
  }

  /** Builds, verifies and, where an engine works, runs it. */
  ServerSummary show() {
    Found found = engine();
    DemoBuild build = new DemoBuild(world, console);
    ReleaseFile release = build.nextFree(options);
    BuildResult result = build.run(options.request(world, release));
    console.say("what it is worth");
    Demo demo =
        new Demo(
            world.services().url("registry"),
            world.home().releaseKey(),
            world.home().evidenceKey(),
            new DeviceProcess(world.checkout(), world.home().releaseKey()),
            world.home().root().resolve("devices"),
            console);
    Report report = demo.verify(Demo.reference(result));
    List<TargetFigures> targets =
        demo.targets(result.release().flatMap(r -> r.repository()).orElseThrow(), report.index());
    return new ServerSummary(
        result,
        vendored,
        report,
        release.image().platforms().stream().sorted().toList(),
        run(found, release, Demo.reference(result), targets),
        Machine.now());
  }

  /** An engine, or why there is none: one of them. */
  private record Found(Optional<Engine> engine, String trouble) {}

  /** Before anything is built: an engine that was asked for by name has to be there. */
  private Found engine() {
    try {
      return new Found(Optional.of(Engines.find(world.environment(), wanted.engine())), "");
    } catch (CommandException e) {
      if (wanted.engine().isPresent()) {
        throw e;
      }
      console.say("the image is built and verified, and not run: " + e.text());
      return new Found(Optional.empty(), e.text());
    }
  }

  private ServerRun run(
      Found found, ReleaseFile release, String reference, List<TargetFigures> targets) {
    if (found.engine().isEmpty()) {
      return new ServerRun.NotRun(found.trouble());
    }
    String architecture = System.getProperty("os.arch", "");
    String target =
        ThisMachine.target(targets, architecture)
            .map(TargetFigures::target)
            .orElseThrow(() ->
                new CommandException(
                    Exit.FAILURE,
                    "CLI-074",
                    "the release has no target for this machine (%s); it has %s"
                        .formatted(
                            architecture, targets.stream().map(TargetFigures::platform).toList())));
    return new ServerContainer(world, console, found.engine().get(), wanted.hostNetwork())
        .run(release, reference, target);
  }
}
