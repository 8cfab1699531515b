package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.quantize.QuantizeFolder;
import dev.mintmark.cli.quantize.QuantizeResult;
import dev.mintmark.cli.quantize.QuantizeRun;
import dev.mintmark.cli.quantize.TargetResult;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.convert.profile.Finding;
import dev.mintmark.convert.report.TargetStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quantizes a model on this machine. */
@Command(
    name = "quantize",
    header = "Quantize a model here, as the line would: the same gates, the same bytes.",
    description = {
      "Each target's rungs are tried in the profile's order, until one reaches the gate's minimum on"
          + " the validation samples. A target that none passes for is refused, with what was tried"
          + " and the tensors that hurt most. No stack is needed.",
      "--out gets the models, the calibration table, the measures that the line would store, and"
          + " report.html: agreement, size, time on this machine, and noise by tensor.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark quantize -f release.yaml --inputs in/ --out quantized/",
      "  mintmark quantize -f release.yaml --inputs in/ --target cpu-arm64 --preflight",
      "  mintmark quantize --model m.onnx --calibration cal/ --validation val/ --target cpu-arm64 \\",
      "      --metric top-1-agreement --minimum 0.98 --parameter output=logits --out quantized/",
    })
final class QuantizeCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final QuantizeOptions options = new QuantizeOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write, not there yet (default: nothing is written).")
  private @Nullable Path out;

  @Option(
      names = "--preflight",
      description = "Only say whether the targets can run the model; no sample is read.")
  private boolean preflight;

  QuantizeCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Optional<QuantizeFolder> folder =
        Optional.ofNullable(out).map(path -> new QuantizeFolder(world.folder().resolve(path)));
    QuantizeRun run = new QuantizeRun(options.inputs(world));
    SequencedMap<String, List<Finding>> findings = run.preflight();
    boolean clear = findings.values().stream().allMatch(List::isEmpty);
    if (preflight || !clear) {
      console.result(json(findings));
      findings.forEach((target, against) -> print(console, target, against));
      return (clear ? Exit.OK : Exit.REFUSED).code();
    }
    QuantizeResult result = run.run(console);
    folder.ifPresent(to -> to.write(result));
    console.result(result.json());
    result.targets().forEach(target -> print(console, target));
    Optional.ofNullable(out).ifPresent(path -> console.print("written to " + path));
    return (result.passed() ? Exit.OK : Exit.REFUSED).code();
  }

  private static void print(Console console, String target, List<Finding> against) {
    if (against.isEmpty()) {
      console.print(target + "  " + console.paint(Style.GOOD, "can run it"));
    }
    for (Finding finding : against) {
      console.print(
          "%s  %s: %s; %s (%s)"
              .formatted(
                  target,
                  console.paint(Style.BAD, finding.subject()),
                  finding.found(),
                  finding.advice(),
                  finding.code().code()));
    }
  }

  private static ObjectNode json(SequencedMap<String, List<Finding>> findings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode targets = json.putArray("preflight");
    findings.forEach((target, against) -> {
      ArrayNode all = targets.addObject().put("target", target).putArray("findings");
      against.forEach(finding ->
          all.addObject()
              .put("code", finding.code().code())
              .put("subject", finding.subject())
              .put("found", finding.found())
              .put("advice", finding.advice()));
    });
    return json;
  }

  private static void print(Console console, TargetResult result) {
    TargetStudy study = result.study();
    console.print(
        "%s  %s"
            .formatted(
                console.paint(Style.STRONG, study.target()),
                result
                    .model()
                    .map(model -> console.paint(Style.GOOD, "passed") + "  " + model.digest())
                    .orElse(console.paint(Style.BAD, "refused"))));
    Table table = new Table().left("rung").right("measured").right("size").right("one run");
    for (TargetStudy.Rung rung : study.rungs()) {
      table.row(
          rung.attempt().rung(),
          rung.attempt().measured().value() + (rung.attempt().finite() ? "" : " (not finite)"),
          Sizes.format(rung.attempt().size()),
          rung.millis().isPresent()
              ? String.format(Locale.ROOT, "%.2f ms", rung.millis().getAsDouble())
              : "-");
    }
    study.impossible().forEach(rung -> table.row(rung.rung(), "not possible", "-", rung.code()));
    console.print(table);
    result
        .refusal()
        .ifPresent(why ->
            console.error(
                "%s: %s; %s (%s)"
                    .formatted(why.subject(), why.found(), why.advice(), why.code().code())));
  }
}
