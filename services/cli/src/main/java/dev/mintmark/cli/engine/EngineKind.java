package dev.mintmark.cli.engine;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The engines that are known, in the order in which they are looked for. */
public enum EngineKind {
  DOCKER,
  PODMAN;

  /** Name of its command. */
  public String program() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The options that give a container GPUs.
   *
   * @param value {@code all}, or how many
   */
  List<String> gpus(String value) {
    return switch (this) {
      case DOCKER -> List.of("--gpus", value);
      case PODMAN -> cdi(value);
    };
  }

  /** Podman knows GPUs by their CDI names alone. */
  private static List<String> cdi(String value) {
    if (value.equals("all")) {
      return List.of("--device", "nvidia.com/gpu=all");
    }
    return IntStream.range(0, Integer.parseInt(value))
        .boxed()
        .flatMap(gpu -> Stream.of("--device", "nvidia.com/gpu=" + gpu))
        .toList();
  }
}
