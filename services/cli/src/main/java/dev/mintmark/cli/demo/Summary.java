package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.ledger.HandOffLine;
import dev.mintmark.cli.measure.Machine;
import dev.mintmark.cli.measure.StepTimes;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.cli.verify.Report;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the demo has shown.
 *
 * @param floatBytes of the model before quantization
 * @param device what the device said of the release
 * @param tampered what a device said of the release with one bit changed
 * @param fleet what the simulated fleet said of itself
 * @param rollout as it ended
 * @param readyMillis of the stack, from its start until all was ready
 * @param pssBytes of the whole stack
 */
public record Summary(
    BuildResult build,
    List<TargetFigures> targets,
    long floatBytes,
    Report report,
    JsonNode device,
    JsonNode tampered,
    JsonNode fleet,
    Rollout rollout,
    long readyMillis,
    long pssBytes,
    Machine machine)
    implements Shown {

  @Override
  public Table table() {
    Table table = new Table().left("").left("");
    table.row("release", build.id());
    table.row("index", report.index());
    for (TargetFigures target : targets) {
      table.row("target " + target.target(), describe(target));
    }
    table.row(
        "verified",
        good("%d signatures, %d digests".formatted(report.signatures(), report.findings().size())));
    table.row("device", good(describeDevice()));
    table.row("tampered copy", good(describeTampered()));
    table.row("fleet", describeFleet());
    table.row("rollout", good(describeRollout()));
    table.row("stack ready", Sizes.millis(readyMillis) + " after its start");
    table.row("published", Sizes.millis(build.waited().toMillis()) + " after the request");
    table.row("steps", describeSteps());
    table.row("memory", Sizes.format(pssBytes) + " PSS, all processes of the stack");
    table.row("machine", machine);
    return table;
  }

  private String describe(TargetFigures target) {
    return "%s %s (%s), model %s instead of %s"
        .formatted(
            target.metric(),
            target.value(),
            target.rung(),
            Sizes.format(target.bytes()),
            Sizes.format(floatBytes));
  }

  private String describeDevice() {
    return String.format(
        Locale.ROOT,
        "runs it as %s: %d layers, %d samples, greatest difference %s (%s allowed)",
        device.path("target").asText(),
        device.path("layers").asInt(),
        device.path("samples").asInt(),
        device.path("greatestDifference").asText(),
        device.path("tolerance").asText());
  }

  private String describeTampered() {
    return "refused (%s): one bit of model %s was changed"
        .formatted(
            tampered.path("code").asText(), HandOffLine.shorten(tampered.path("changed").asText()));
  }

  private String describeFleet() {
    return "%d devices: %d pull, %d run the model, %d draw latencies from what was measured"
        .formatted(
            fleet.path("devices").asInt(),
            fleet.path("pull").asInt(),
            fleet.path("infer").asInt(),
            fleet.path("draw").asInt());
  }

  private String describeRollout() {
    return "%s on %d devices, %s"
        .formatted(
            rollout.state().toLowerCase(Locale.ROOT),
            rollout.devices(),
            rollout.baseline().map(name -> "against " + name).orElse("baseline: none"));
  }

  private String describeSteps() {
    return steps().millis().entrySet().stream()
        .map(step -> step.getKey() + " " + Sizes.millis(step.getValue()))
        .collect(Collectors.joining(", "));
  }

  private StepTimes steps() {
    List<HandOff> handOffs = build.release().map(release -> release.handOffs()).orElse(List.of());
    return StepTimes.of(handOffs);
  }

  private static Cell good(String text) {
    return new Cell(text, Style.GOOD);
  }

  @Override
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("release", build.id());
    json.put("repository", build.release().flatMap(r -> r.repository()).orElse(""));
    json.put("index", report.index().toString());
    ArrayNode all = json.putArray("targets");
    targets.forEach(target -> all.add(target.json().put("floatBytes", floatBytes)));
    json.putObject("verification")
        .put("verified", report.verified())
        .put("signatures", report.signatures())
        .put("digests", report.findings().size());
    json.set("device", device.deepCopy());
    json.set("tampered", tampered.deepCopy());
    json.set("fleet", fleet.deepCopy());
    json.set("rollout", rollout.json().deepCopy());
    ObjectNode figures = json.putObject("figures");
    figures.put("stackReadyMillis", readyMillis);
    figures.put("requestToPublishedMillis", build.waited().toMillis());
    figures.put("imageBuildMillis", steps().millis().getOrDefault("image-builder", -1L));
    figures.set("stepMillis", steps().json());
    figures.put("pssBytes", pssBytes);
    figures.set("machine", machine.json());
    return json;
  }
}
