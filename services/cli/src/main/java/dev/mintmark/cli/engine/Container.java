package dev.mintmark.cli.engine;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.inputs.TargetProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container to be run: read-only, without capabilities, its ports on this machine alone, and of
 * the host's devices those that its target is given.
 *
 * @param image name that the engine knows it by
 * @param platform {@code os/architecture}
 * @param emulated whether that is another kind of processor than this machine's
 * @param ports such as {@code 8080/tcp}
 * @param published host's port by container's, where they differ
 * @param exposure devices by way: {@code device}, {@code gpus}, {@code cdi}
 * @param model folder and file name of the target's model
 * @param network the engine's name of one; empty for its usual one
 * @param environment {@code NAME=value}, in this order
 * @param arguments for the image's entrypoint
 */
public record Container(
    String image,
    String platform,
    boolean emulated,
    Collection<String> ports,
    Map<Integer, Integer> published,
    SortedMap<String, List<String>> exposure,
    Optional<Model> model,
    Optional<String> network,
    List<String> environment,
    List<String> arguments) {
  /** Where the container finds the model. */
  private static final String MODEL_FOLDER = "/mintmark/model";

  /** A model's file on the host. */
  public record Model(Path folder, String file) {}

  public Container {
    ports = List.copyOf(ports);
    published = Map.copyOf(published);
    exposure = new TreeMap<>(exposure);
    environment = List.copyOf(environment);
    arguments = List.copyOf(arguments);
  }

  /**
   * The words behind the engine's name.
   *
   * @throws CommandException CLI-140 for a way of exposure that is not known, or not of its form
   */
  public List<String> words(EngineKind engine) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--rm",
                "--platform",
                platform,
                "--read-only",
                "--tmpfs",
                "/tmp",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges"));
    if (emulated) {
      // The kernel tells there of its own processors: whoever believes it about the emulated one
      // fails, as ONNX Runtime does.
      words.addAll(List.of("--tmpfs", "/sys/devices/system/cpu:ro"));
    }
    network.ifPresent(name -> words.addAll(List.of("--network", name)));
    if (network.isEmpty()) {
      ports.forEach(port -> words.addAll(List.of("--publish", publish(port))));
    }
    exposure.forEach(
        (way, values) -> values.forEach(value -> words.addAll(device(engine, way, value))));
    model.ifPresent(file -> {
      words.addAll(
          List.of("--volume", file.folder().toAbsolutePath() + ":" + MODEL_FOLDER + ":ro"));
      words.addAll(List.of("--env", "MINTMARK_MODEL=" + MODEL_FOLDER + "/" + file.file()));
    });
    environment.forEach(variable -> words.addAll(List.of("--env", variable)));
    words.add(image);
    words.addAll(arguments);
    return words;
  }

  private static List<String> device(EngineKind engine, String way, String value) {
    TargetProfile.Exposure known;
    try {
      // The image says it, and may be a stranger's.
      known =
          new TargetProfile.Exposure(
              TargetProfile.Way.valueOf(way.toUpperCase(Locale.ROOT)), value);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-140",
          "cannot give a container %s '%s': this version knows device, gpus and cdi in the forms of a target profile"
              .formatted(way, value.replaceAll("\\p{Cc}", "?")),
          e);
    }
    return known.way() == TargetProfile.Way.GPUS ? engine.gpus(value) : List.of("--device", value);
  }

  private String publish(String port) {
    String[] parts = port.split("/", 2);
    int inside = Integer.parseInt(parts[0]);
    String protocol = parts.length == 2 && !parts[1].equals("tcp") ? "/" + parts[1] : "";
    return "127.0.0.1:%d:%d%s".formatted(published.getOrDefault(inside, inside), inside, protocol);
  }

  /** The words as a shell takes them. */
  public static String shell(String program, List<String> words) {
    StringBuilder line = new StringBuilder(program);
    for (String word : words) {
      boolean plain = word.matches("[A-Za-z0-9_@%+=:,./-]+");
      line.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }
}
