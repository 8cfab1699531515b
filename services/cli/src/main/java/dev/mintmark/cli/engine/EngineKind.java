package dev.mintmark.cli.engine;

import java.util.List;
import java.util.Locale;

/** The engines that are known, in the order in which they are looked for. */
public enum EngineKind {
  DOCKER,
  PODMAN;

  /** Name of its command. */
  public String program() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The options that give a container the GPUs: {@code all}, or how many. */
  List<String> gpus(String value) {
    return switch (this) {
      case DOCKER -> List.of("--gpus", value);
      // Podman knows GPUs by their CDI names alone.
      case PODMAN -> List.of("--device", "nvidia.com/gpu=" + (value.equals("all") ? "all" : "0"));
    };
  }
}
