package dev.mintmark.cli.quantize;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.convert.Conversion;
import dev.mintmark.convert.Converter;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.Finding;
import dev.mintmark.convert.profile.Preflight;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.convert.report.MachineClass;
import dev.mintmark.convert.report.MeasureReport;
import dev.mintmark.convert.report.ReportPage;
import dev.mintmark.convert.report.TargetStudy;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.run.RecordedOutputs;
import dev.mintmark.quantizer.sample.SampleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Makes models from files. */
public final class QuantizeRun {
  private static final long MAX_MODEL = Integer.MAX_VALUE - 64;

  private final QuantizeInputs inputs;
  private final OnnxModel model;
  private final SequencedMap<String, TargetSettings> settings = new LinkedHashMap<>();
  private final List<TargetSettings> calibrated = new ArrayList<>();

  /**
   * Reads the model, and what the targets ask for.
   *
   * @throws CommandException CLI-161 for a model that cannot be read
   * @throws QuantizerException for a model or profile that is refused
   */
  public QuantizeRun(QuantizeInputs inputs) {
    this.inputs = inputs;
    this.model = OnnxModel.parse(read(inputs.model()));
    for (TargetProfile profile : inputs.targets()) {
      settings.put(profile.name(), TargetSettings.of(profile));
    }
    calibrated.addAll(settings.values());
    inputs.others().forEach(profile -> calibrated.add(TargetSettings.of(profile)));
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_MODEL) {
        throw new CommandException(
            Exit.USAGE,
            "CLI-161",
            file + " has 2 GiB or more; models of one file up to that are read");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "CLI-161", "cannot read the model " + file + ": " + e.getMessage(), e);
    }
  }

  /** What stands against the model, by target; none where it can be run. */
  public SequencedMap<String, List<Finding>> preflight() {
    SequencedMap<String, List<Finding>> findings = new LinkedHashMap<>();
    settings.forEach(
        (target, asked) -> findings.put(target, Preflight.check(model, asked.limits())));
    return findings;
  }

  /**
   * Calibrates, tries each target's rungs, and looks at what came of them.
   *
   * @throws QuantizerException as the line's step does; a target that no rung passed for is a
   *     result
   */
  public QuantizeResult run(Console console) {
    Material material =
        new Material(
            model,
            WatchedSamples.of(samples("calibration", inputs.calibration()), console),
            WatchedSamples.of(samples("validation", inputs.validation()), console),
            inputs.gate());
    Optional<SampleSet> smoke = inputs.smoke().map(folder -> samples("smoke", folder));
    Converter converter = Converter.calibrate(material, calibrated);
    MachineClass machine = MachineClass.here();
    ReportPage page = new ReportPage(material, machine);
    List<TargetResult> results = new ArrayList<>();
    Map<TargetSettings, LadderResult> climbed = new LinkedHashMap<>();
    settings.forEach((target, asked) -> {
      LadderResult result = climbed.computeIfAbsent(asked, converter::climb);
      results.add(result(material, converter, target, asked, result, smoke));
    });
    return new QuantizeResult(
        material,
        machine,
        converter.table().bytes(),
        results,
        page.html(results.stream().map(TargetResult::study).toList()));
  }

  private static TargetResult result(
      Material material,
      Converter converter,
      String target,
      TargetSettings asked,
      LadderResult result,
      Optional<SampleSet> smoke) {
    TargetStudy study = TargetStudy.of(material, converter, target, asked, result);
    return switch (result) {
      case LadderResult.Passed passed -> {
        Conversion made = converter.conversion(passed);
        yield new TargetResult(
            study, Optional.of(made), Optional.empty(), files(material, made, smoke));
      }
      case LadderResult.Failed failed ->
          new TargetResult(
              study,
              Optional.empty(),
              Optional.of(converter.refusal(target, failed, asked)),
              new TreeMap<>());
    };
  }

  private static TreeMap<String, byte[]> files(
      Material material, Conversion made, Optional<SampleSet> smoke) {
    byte[] model = made.model().bytes();
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("model.onnx", model);
    Optional<Artifact> table =
        made.table().map(used -> Artifact.of(used.bytes(), MediaTypes.CALIBRATION_TABLE));
    files.put(
        "report.json",
        new MeasureReport(material, table, Artifact.of(model, MediaTypes.ONNX), made).bytes());
    smoke.ifPresent(samples ->
        RecordedOutputs.record(material.model(), model, samples)
            .files()
            .forEach((path, bytes) -> files.put("expected/" + path, bytes)));
    return files;
  }

  private static SampleSet samples(String purpose, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-162",
          "%s samples: %s is no folder; give one of .npy or .npz files".formatted(purpose, folder));
    }
    try {
      return SampleSet.of(purpose, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }
}
