package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.build.Builder;
import dev.mintmark.cli.demo.Demo;
import dev.mintmark.cli.demo.DeviceProcess;
import dev.mintmark.cli.demo.Summary;
import dev.mintmark.cli.demo.TargetFigures;
import dev.mintmark.cli.demo.ThisMachine;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.inputs.ExampleInputs;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.content.Digest;
import java.nio.file.Path;
import java.time.Duration;
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
          + " device process, and shows that a tampered copy is refused.",
      "A stack that it started is stopped at the end, and by Ctrl-C.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark demo",
      "  mintmark demo --keep && mintmark release list",
      "  mintmark demo --json | jq .figures",
      "  mintmark demo --fetch-only                     the inputs, for later without a network",
    })
final class DemoCommand implements Callable<Integer> {
  private static final String EXAMPLE = "face-detect";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final World world;
  @Mixin private final Common common = new Common();

  @Option(names = "--keep", description = "Leave a stack running that the demo started.")
  private boolean keep;

  @Option(names = "--fetch-only", description = "Fetch and make the inputs, then stop.")
  private boolean fetchOnly;

  DemoCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Path inputs = inputs();
    int fetched = prepare(inputs, console);
    if (fetchOnly) {
      console.result(
          JsonNodeFactory.instance
              .objectNode()
              .put("inputs", inputs.toString())
              .put("fetched", fetched));
      return 0;
    }
    Summary summary = StackForDemo.during(world, console, keep, () -> show(inputs, console));
    console.print("");
    console.print(summary.table());
    console.result(summary.json());
    return 0;
  }

  private Path inputs() {
    return Optional.ofNullable(world.environment().get("MINTMARK_INPUTS"))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .orElse(world.home().root().resolve("inputs"));
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

  private Summary show(Path inputs, Console console) {
    BuildResult result = build(inputs, console);
    console.say("what it is worth");
    Demo demo =
        new Demo(
            world.services().url("registry"),
            world.home().releaseKey(),
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
    JsonNode status = world.launcher().status();
    return new Summary(
        result,
        targets,
        floatBytes(result),
        report,
        device,
        tampered,
        status.path("readyMillis").asLong(),
        status.path("pssBytes").asLong(),
        Machine.now());
  }

  private BuildResult build(Path inputs, Console console) {
    Ledger ledger = world.ledger(console);
    Builder builder = new Builder(world.ingest(console), ledger, console);
    ReleaseFileOptions options =
        new ReleaseFileOptions(world.checkout().example(EXAMPLE).resolve("release.yaml"), inputs);
    BuildRequest request =
        options.request(world, Versions.nextFree(options.read(world, Optional.empty()), ledger));
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
