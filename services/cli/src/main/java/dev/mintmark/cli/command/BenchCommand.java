package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.build.Builder;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.measure.Series;
import dev.mintmark.cli.measure.StepTimes;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures builds. */
@Command(
    name = "bench",
    header = "Build releases in a row and print how long each step takes.",
    description = {
      "Builds the example, or another release file, under the next free versions, one after the"
          + " other, on the stack that runs.",
      "A step's time runs from the hand-off before it to its own. The machine's load is printed"
          + " with the figures.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark demo --keep && mintmark bench --releases 20",
      "  mintmark bench --releases 5 --json | jq .requestToPublishedMillis.median",
    })
final class BenchCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String ALL = "request to published";

  private final World world;
  @Mixin private final Common common = new Common();

  @Option(
      names = "--releases",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int releases;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The release file (default: examples/face-detect/release.yaml).")
  private @Nullable Path file;

  @Option(
      names = "--inputs",
      paramLabel = "DIR",
      description = "What $${inputs} means (default: what `mintmark demo` fetched).")
  private @Nullable Path inputs;

  BenchCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    if (releases < 1) {
      throw new CommandException(
          Exit.USAGE, "CLI-075", "--releases is " + releases + ": build at least one");
    }
    Console console = world.console(common.json());
    Machine before = Machine.now();
    long start = System.nanoTime();
    Map<String, List<Long>> times = measure(console);
    Duration total = Duration.ofNanos(System.nanoTime() - start);
    print(times, total, before, console);
    return 0;
  }

  private Map<String, List<Long>> measure(Console console) {
    Ledger ledger = world.ledger(console);
    ReleaseFileOptions options = options();
    ReleaseFile release = options.read(world, Optional.empty());
    Map<String, List<Long>> times = new LinkedHashMap<>();
    for (int i = 1; i <= releases; i++) {
      BuildRequest request = options.request(world, Versions.nextFree(release, ledger));
      console.say("%d of %d: %s".formatted(i, releases, request.release()));
      Builder builder = new Builder(world.ingest(console), ledger, console);
      BuildResult result = builder.run(request, builder.upload(request, false), LIMIT);
      add(result, times);
    }
    return times;
  }

  private static void add(BuildResult result, Map<String, List<Long>> times) {
    Release release = result.release().orElseThrow();
    release
        .rejection()
        .ifPresent(why -> {
          throw new CommandException(
              Exit.REFUSED,
              why.code(),
              "%s was refused by %s: %s".formatted(result.id(), why.step(), why.found()));
        });
    times.computeIfAbsent(ALL, key -> new ArrayList<>()).add(result.waited().toMillis());
    StepTimes.of(release.handOffs())
        .millis()
        .forEach((step, millis) -> times.computeIfAbsent(step, k -> new ArrayList<>()).add(millis));
  }

  private ReleaseFileOptions options() {
    Path example = world.checkout().example("face-detect").resolve("release.yaml");
    Path fetched =
        Optional.ofNullable(world.environment().get("MINTMARK_INPUTS"))
            .map(Path::of)
            .orElse(world.home().root().resolve("inputs"));
    return new ReleaseFileOptions(file == null ? example : file, inputs == null ? fetched : inputs);
  }

  private void print(
      Map<String, List<Long>> times, Duration total, Machine before, Console console) {
    Table table =
        new Table().left("").right("least").right("median").right("p90").right("greatest");
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("releases", releases);
    json.put("totalMillis", total.toMillis());
    ObjectNode steps = JsonNodeFactory.instance.objectNode();
    times.forEach((name, millis) -> {
      Series series = new Series(millis);
      table.row(
          name,
          Sizes.millis(series.least()),
          Sizes.millis(series.median()),
          Sizes.millis(series.percentile(90)),
          Sizes.millis(series.greatest()));
      if (name.equals(ALL)) {
        json.set("requestToPublishedMillis", series.json());
      } else {
        steps.set(name, series.json());
      }
    });
    json.set("stepMillis", steps);
    Machine after = Machine.now();
    json.set("machineBefore", before.json());
    json.set("machineAfter", after.json());
    console.print("");
    console.print(table);
    console.print(
        "%d releases in %s; before: %s; after: %s"
            .formatted(releases, Sizes.millis(total.toMillis()), before, after));
    console.result(json);
  }
}
