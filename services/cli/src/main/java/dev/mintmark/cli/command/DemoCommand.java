package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.demo.Caught;
import dev.mintmark.cli.demo.Demo;
import dev.mintmark.cli.demo.DeviceProcess;
import dev.mintmark.cli.demo.FleetDemo;
import dev.mintmark.cli.demo.FleetProcess;
import dev.mintmark.cli.demo.Shown;
import dev.mintmark.cli.demo.SlowerModel;
import dev.mintmark.cli.demo.Summary;
import dev.mintmark.cli.demo.TargetFigures;
import dev.mintmark.cli.demo.ThisMachine;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.inputs.ExampleInputs;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole line. */
@Command(
    name = "demo",
    header = "Make a real release, from model to device, on this machine.",
    description = {
      "Fetches a face detector and photos through npm and Maven (once; checked by digest), starts"
          + " the stack unless one runs, builds the next free version, verifies it, runs it on a"
          + " device process, shows that a tampered copy is refused, and rolls it out to 1,000"
          + " simulated devices in three stages.",
      "With --bad it builds the same model in a slower variant, which passes the accuracy gate; the"
          + " canary has to catch it and send its devices back. Exit 0 means caught.",
      "With --server it vendors, builds and verifies the example whose image holds a program, runs it"
          + " in docker or podman where one works, and sends it a picture. Its locks are frozen: where a"
          + " mirror has moved on it ends, and --update locks what is there now.",
      "A stack that it started is stopped at the end, and by Ctrl-C.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark demo",
      "  mintmark demo --keep && mintmark release list",
      "  mintmark demo --json | jq .figures",
      "  mintmark demo --bad",
      "  mintmark demo --server                         an image that runs; needs apt-get and pip",
      "  mintmark demo --fetch-only                     the inputs, for later without a network",
    })
final class DemoCommand implements Callable<Integer> {
  private static final String EXAMPLE = "face-detect";
  private static final String POLICY = "demo.yaml";

  private final World world;
  @Mixin private final Common common = new Common();

  @Option(names = "--keep", description = "Leave a stack running that the demo started.")
  private boolean keep;

  @Option(names = "--bad", description = "A release that only the fleet can find bad.")
  private boolean bad;

  @Option(names = "--fetch-only", description = "Fetch and make the inputs, then stop.")
  private boolean fetchOnly;

  @Mixin private final ServerOptions server = new ServerOptions();

  DemoCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    server.requireFit(bad);
    Path inputs = world.inputs();
    int fetched = prepare(inputs, console);
    Optional<ServerDemo> program =
        server.server()
            ? Optional.of(ServerDemo.prepare(world, console, server, inputs))
            : Optional.empty();
    if (fetchOnly) {
      console.result(
          JsonNodeFactory.instance
              .objectNode()
              .put("inputs", inputs.toString())
              .put("fetched", fetched + program.map(each -> each.vendored().fetched()).orElse(0)));
      return 0;
    }
    Shown shown =
        StackForDemo.during(
            world,
            console,
            keep,
            () ->
                program.isPresent()
                    ? program.get().show()
                    : bad ? showBad(inputs, console) : show(inputs, console));
    console.print("");
    console.print(shown.table());
    if (program.isEmpty()) {
      console.print(ServerClients.words(world.environment()));
    }
    console.result(shown.json());
    return 0;
  }

  private int prepare(Path inputs, Console console) {
    console.say("inputs in " + inputs);
    Path example = world.checkout().example(EXAMPLE);
    int fetched = new ExampleInputs(example, inputs, world.environment(), console::say).prepare();
    console.say(
        fetched == 0
            ? "  all there, as examples/face-detect/inputs.lock pins them"
            : "  all there now; the next demo needs no network");
    return fetched;
  }

  private Caught showBad(Path inputs, Console console) {
    FleetDemo demo = fleetDemo(console);
    if (!demo.hasPromoted(EXAMPLE)) {
      console.say("nothing was promoted yet: a good release first");
      show(inputs, console);
    }
    ReleaseFileOptions options = options(inputs);
    DemoBuild builds = new DemoBuild(world, console);
    ReleaseFile slower = SlowerModel.of(builds.nextFree(options), inputs);
    BuildResult result = builds.run(options.request(world, slower));
    try (FleetProcess fleet = fleet(demo)) {
      fleet.awaitReady();
      return new Caught(result, demo.caught(result.id()), Machine.now());
    }
  }

  private FleetDemo fleetDemo(Console console) {
    Path policy = world.checkout().policies().resolve(POLICY);
    try {
      return new FleetDemo(world.rollouts("operator", console), Files.readString(policy), console);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-081", "cannot read the policy %s".formatted(policy), e);
    }
  }

  private FleetProcess fleet(FleetDemo demo) {
    return FleetProcess.start(
        world.checkout(),
        new FleetProcess.Provisioning(
            world.services().url("canary-controller"),
            world.services().url("telemetry-aggregator"),
            world.services().url("registry"),
            world.home().releaseKey(),
            world.services().token("operator"),
            world.home().root().resolve("fleet")),
        demo::tell);
  }

  private Summary show(Path inputs, Console console) {
    ReleaseFileOptions options = options(inputs);
    DemoBuild builds = new DemoBuild(world, console);
    BuildResult result = builds.run(options.request(world, builds.nextFree(options)));
    console.say("what it is worth");
    Demo demo =
        new Demo(
            world.services().url("registry"),
            world.home().releaseKey(),
            world.home().evidenceKey(),
            new DeviceProcess(world.checkout(), world.home().releaseKey()),
            world.home().root().resolve("devices"),
            console);
    String reference = Demo.reference(result);
    Report report = demo.verify(reference);
    List<TargetFigures> targets =
        demo.targets(result.release().flatMap(r -> r.repository()).orElseThrow(), report.index());
    String target = target(targets);
    JsonNode device = demo.run(reference, target);
    Digest model = Digest.parse(device.path("model").asText());
    JsonNode tampered = demo.tamper(reference, target, model);
    FleetDemo fleetDemo = fleetDemo(console);
    JsonNode enrolled;
    Rollout rollout;
    try (FleetProcess fleet = fleet(fleetDemo)) {
      enrolled = fleet.awaitReady();
      rollout = fleetDemo.promoted(result.id());
    }
    JsonNode status = world.launcher().status();
    return new Summary(
        result,
        targets,
        floatBytes(result),
        report,
        device,
        tampered,
        enrolled,
        rollout,
        status.path("readyMillis").asLong(),
        status.path("pssBytes").asLong(),
        Machine.now());
  }

  private ReleaseFileOptions options(Path inputs) {
    return new ReleaseFileOptions(
        world.checkout().example(EXAMPLE).resolve("release.yaml"), inputs);
  }

  private static String target(List<TargetFigures> targets) {
    String architecture = System.getProperty("os.arch", "");
    return ThisMachine.target(targets, architecture)
        .map(TargetFigures::target)
        .orElseThrow(() ->
            new CommandException(
                Exit.FAILURE,
                "CLI-074",
                "the release has no target for this machine (%s); it has %s"
                    .formatted(
                        architecture, targets.stream().map(TargetFigures::platform).toList())));
  }

  /** Size of the model before quantization: what the request named. */
  private static long floatBytes(BuildResult result) {
    return result.release().stream()
        .flatMap(release -> release.handOffs().stream())
        .flatMap(handOff -> handOff.artifacts().stream())
        .filter(use -> use.role().equals("model.file"))
        .mapToLong(use -> use.size())
        .findFirst()
        .orElse(0);
  }
}
