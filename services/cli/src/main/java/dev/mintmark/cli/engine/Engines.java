package dev.mintmark.cli.engine;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the container engine that works here. */
public final class Engines {
  private static final String GET =
      "install podman or docker (apt install podman, or docker.io), and for docker start its daemon";

  private Engines() {}

  /**
   * The first engine whose command is there and that answers.
   *
   * @param wanted the one that must be taken; empty for any
   * @throws CommandException CLI-138 when there is none
   */
  public static Engine find(Map<String, String> environment, Optional<EngineKind> wanted) {
    List<String> found = new ArrayList<>();
    for (EngineKind kind : EngineKind.values()) {
      if (wanted.isPresent() && wanted.get() != kind) {
        continue;
      }
      Optional<Path> program = program(environment, kind.program());
      if (program.isEmpty()) {
        found.add(kind.program() + " is not on the PATH");
        continue;
      }
      Engine engine = new Engine(kind, program.get(), environment);
      Optional<String> trouble = engine.trouble();
      if (trouble.isEmpty()) {
        return engine;
      }
      found.add(kind.program() + " does not work: " + trouble.get());
    }
    throw new CommandException(
        Exit.FAILURE,
        "CLI-138",
        "cannot run a container: %s; %s".formatted(String.join("; ", found), GET));
  }

  private static Optional<Path> program(Map<String, String> environment, String name) {
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
