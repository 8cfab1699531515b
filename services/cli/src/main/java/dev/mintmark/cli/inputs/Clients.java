package dev.mintmark.cli.inputs;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.inputs.InputsLock.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** npm's and Maven's ordinary clients, with whatever mirror and credentials the user gave them. */
final class Clients {
  /** The version that builds the project: Maven has it already. */
  private static final String DEPENDENCY_PLUGIN =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  private static final int TAIL = 5;

  private final Program program;

  Clients(Program program) {
    this.program = program;
  }

  /** Puts the archive of an npm package into the folder. */
  Path npm(Origin.Npm pin, Path folder) {
    String name = pin.name() + "@" + pin.version();
    Path archive = folder.resolve(archiveName(pin));
    List<String> words = List.of("npm", "pack", name, "--pack-destination", folder.toString());
    return arrived(program.run(folder, words), archive, "npm", name);
  }

  /** {@code npm pack} names {@code @scope/name} as {@code scope-name}. */
  static String archiveName(Origin.Npm pin) {
    String name = pin.name().replaceFirst("^@", "").replace('/', '-');
    return name + "-" + pin.version() + ".tgz";
  }

  /** Puts a jar into the folder: from the local repository where it is there, so also offline. */
  Path maven(Origin.Maven pin, Path folder) {
    String name = pin.module() + ":" + pin.version() + ":jar";
    String artifact = pin.module().substring(pin.module().indexOf(':') + 1);
    Path jar = folder.resolve(artifact + "-" + pin.version() + ".jar");
    if (copy(name, folder, Optional.of("-o")).exit() == 0 && Files.exists(jar)) {
      return jar;
    }
    return arrived(copy(name, folder, Optional.empty()), jar, "mvn", name);
  }

  private Program.Ended copy(String name, Path folder, Optional<String> offline) {
    List<String> words =
        List.of(
            "mvn",
            "-B",
            "-q",
            offline.orElse("-U"),
            DEPENDENCY_PLUGIN,
            "-Dartifact=" + name,
            "-DoutputDirectory=" + folder);
    return program.run(folder, words);
  }

  private static Path arrived(Program.Ended ended, Path file, String client, String name) {
    if (ended.exit() == 0 && Files.isRegularFile(file)) {
      return file;
    }
    List<String> lines = ended.output().lines().filter(line -> !line.isBlank()).toList();
    String tail =
        String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    throw new CommandException(
        Exit.FAILURE,
        "CLI-062",
        "%s did not fetch %s (exit code %d); it said:\n  %s\nIs the network there? Inputs that were fetched once are not asked for again"
            .formatted(client, name, ended.exit(), tail));
  }
}
