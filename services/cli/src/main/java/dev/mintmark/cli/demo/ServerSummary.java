package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.measure.StepTimes;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.vendor.Fetched;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the demo has shown of the example that has a program.
 *
 * @param vendored packages and wheels of all platforms
 * @param platforms of the index
 */
public record ServerSummary(
    BuildResult build,
    Fetched vendored,
    Report report,
    List<String> platforms,
    ServerRun run,
    Machine machine)
    implements Shown {
  public ServerSummary {
    platforms = List.copyOf(platforms);
  }

  @Override
  public Table table() {
    Table table = new Table().left("").left("");
    table.row("release", build.id());
    table.row("index", report.index() + ", for " + String.join(" and ", platforms));
    table.row(
        "vendored",
        "%d packages and wheels, %d of them fetched now (%s)"
            .formatted(vendored.files(), vendored.fetched(), Sizes.format(vendored.bytes())));
    table.row(
        "verified",
        good("%d signatures, %d digests".formatted(report.signatures(), report.findings().size())));
    switch (run) {
      case ServerRun.Ran ran -> table.row("container", good(ran.words()));
      case ServerRun.NotRun not -> table.row("container", "not run: " + not.why());
    }
    table.row("published", Sizes.millis(build.waited().toMillis()) + " after the request");
    table.row(
        "steps",
        steps().millis().entrySet().stream()
            .map(step -> step.getKey() + " " + Sizes.millis(step.getValue()))
            .collect(Collectors.joining(", ")));
    table.row("machine", machine);
    return table;
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("release", build.id());
    json.put("repository", build.release().flatMap(r -> r.repository()).orElse(""));
    json.put("index", report.index().toString());
    platforms.forEach(json.putArray("platforms")::add);
    json.putObject("vendored")
        .put("files", vendored.files())
        .put("fetched", vendored.fetched())
        .put("bytes", vendored.bytes());
    json.putObject("verification")
        .put("verified", report.verified())
        .put("signatures", report.signatures())
        .put("digests", report.findings().size());
    json.set("container", run.json());
    ObjectNode figures = json.putObject("figures");
    figures.put("requestToPublishedMillis", build.waited().toMillis());
    figures.set("stepMillis", steps().json());
    figures.set("machine", machine.json());
    return json;
  }

  private StepTimes steps() {
    List<HandOff> handOffs = build.release().map(release -> release.handOffs()).orElse(List.of());
    return StepTimes.of(handOffs);
  }

  private static Cell good(String text) {
    return new Cell(text, Style.GOOD);
  }
}
