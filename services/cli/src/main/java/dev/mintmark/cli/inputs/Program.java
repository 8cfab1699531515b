package dev.mintmark.cli.inputs;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs another program to its end. */
final class Program {
  private final Map<String, String> environment;

  Program(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * What a program said.
   *
   * @param output standard output and standard error
   */
  record Ended(int exit, String output) {}

  /**
   * Runs it.
   *
   * @throws CommandException CLI-061 when the program is not there
   */
  Ended run(Path folder, List<String> words) {
    try {
      Path output = Files.createTempFile("mintmark-", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(found(words))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Ended(exit, Files.readString(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-061", "cannot run %s: %s".formatted(words, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  /** Java itself would look on the PATH of this process, not on that of the environment given. */
  private List<String> found(List<String> words) {
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(folder, words.getFirst());
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        List<String> found = new ArrayList<>(words);
        found.set(0, program.toString());
        return found;
      }
    }
    throw new CommandException(
        Exit.FAILURE,
        "CLI-061",
        "%s is not on the PATH, which the demo's inputs need; install it"
            .formatted(words.getFirst()));
  }
}
