package dev.mintmark.cli.command;

import static java.util.Objects.requireNonNull;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.quantize.QuantizeInputs;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.ModelInputs;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.quantizer.gate.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is quantized: those of a release file, or each by itself. */
final class QuantizeOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Release file that says what the options below do not.")
  private @Nullable Path file;

  @Option(
      names = "--inputs",
      paramLabel = "DIR",
      description = "What $${inputs} in the release file means.")
  private @Nullable Path inputs;

  @Option(names = "--model", paramLabel = "FILE", description = "Float model, ONNX.")
  private @Nullable Path model;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description = "Samples to calibrate on, .npy or .npz files.")
  private @Nullable Path calibration;

  @Option(
      names = "--validation",
      paramLabel = "DIR",
      description = "Samples to judge on, none of them among the others.")
  private @Nullable Path validation;

  @Option(
      names = "--smoke",
      paramLabel = "DIR",
      description = "Samples whose outputs are recorded for devices.")
  private @Nullable Path smoke;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Name of a target profile, or its .yaml file; may be given more than once.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--targets",
      paramLabel = "DIR",
      description = "Folder of target profiles (default: deploy/targets of the checkout).")
  private @Nullable Path profiles;

  @Option(names = "--metric", paramLabel = "NAME", description = "Metric of the gate.")
  private @Nullable String metric;

  @Option(names = "--minimum", paramLabel = "0..1", description = "What the metric must reach.")
  private @Nullable Double minimum;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "Setting of the metric; may be given more than once.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  /**
   * Gathers the inputs.
   *
   * @throws CommandException CLI-160 when the options leave something open
   */
  QuantizeInputs inputs(World world) {
    if (file == null) {
      return alone(world);
    }
    ReleaseFileOptions options = new ReleaseFileOptions(file, inputs, profiles);
    ReleaseFile release = options.read(world, Optional.empty());
    ModelInputs found = options.model(world, release);
    ReleaseFile.Gate gate = release.quantize().gate();
    List<String> all = release.targets().stream().map(ReleaseFile.Target::name).toList();
    return new QuantizeInputs(
        or(world, model, found.model()),
        or(world, calibration, found.calibration()),
        or(world, validation, found.validation()),
        Optional.of(or(world, smoke, found.smoke())),
        Gate.of(
            metric == null ? gate.metric() : metric,
            minimum == null ? gate.minimum() : minimum,
            metric == null && parameters.isEmpty() ? gate.parameters() : new TreeMap<>(parameters)),
        profiles(world, targets.isEmpty() ? all : targets),
        targets.isEmpty() ? List.of() : profiles(world, all));
  }

  private static Path or(World world, @Nullable Path option, Path fromFile) {
    return option == null ? fromFile : world.folder().resolve(option);
  }

  /** Without a release file everything but smoke samples must be said. */
  private QuantizeInputs alone(World world) {
    List<String> missing = new ArrayList<>();
    note(missing, "--model", model == null);
    note(missing, "--calibration", calibration == null);
    note(missing, "--validation", validation == null);
    note(missing, "--metric", metric == null);
    note(missing, "--minimum", minimum == null);
    note(missing, "--target", targets.isEmpty());
    if (!missing.isEmpty()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-160",
          "without a release file (-f) say " + String.join(", ", missing) + " too");
    }
    Path folder = world.folder();
    return new QuantizeInputs(
        folder.resolve(requireNonNull(model)),
        folder.resolve(requireNonNull(calibration)),
        folder.resolve(requireNonNull(validation)),
        Optional.ofNullable(smoke).map(folder::resolve),
        Gate.of(requireNonNull(metric), requireNonNull(minimum), new TreeMap<>(parameters)),
        profiles(world, targets),
        List.of());
  }

  private static void note(List<String> missing, String option, boolean absent) {
    if (absent) {
      missing.add(option);
    }
  }

  /** In the order of their names; of two with one name the files would lie over each other. */
  private List<TargetProfile> profiles(World world, List<String> named) {
    SortedMap<String, TargetProfile> found = new TreeMap<>();
    for (String target : named) {
      Path path = path(world, target);
      TargetProfile profile = profile(path);
      if (found.put(profile.name(), profile) != null) {
        throw new CommandException(
            Exit.USAGE, "CLI-165", "target " + profile.name() + " is named twice; name each once");
      }
    }
    return List.copyOf(found.values());
  }

  private Path path(World world, String target) {
    if (target.endsWith(".yaml")) {
      return world.folder().resolve(target);
    }
    Path folder = profiles == null ? world.checkout().targets() : world.folder().resolve(profiles);
    return folder.resolve(target + ".yaml");
  }

  private static TargetProfile profile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return TargetProfile.parse(in.readNBytes(TargetProfile.MAX_BYTES + 1));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-164",
          "target profile %s: %s; name one of deploy/targets, or a .yaml file"
              .formatted(file, e instanceof NoSuchFileException ? "is not there" : e.getMessage()),
          e);
    }
  }
}
