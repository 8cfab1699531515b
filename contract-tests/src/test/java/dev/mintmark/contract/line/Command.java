package dev.mintmark.contract.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A finished command.
 *
 * @param output standard output
 * @param errors standard error
 */
public record Command(int exit, String output, String errors) {
  /** Runs a program to its end; both streams go through files, so neither can block it. */
  public static Command run(Map<String, String> environment, List<String> words) {
    try {
      Path output = Files.createTempFile("command-", ".out");
      Path errors = Files.createTempFile("command-", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Command(exit, Files.readString(output), Files.readString(errors));
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static List<String> words(List<String> first, String... more) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(more));
    return words;
  }

  /** Whether a program is on the PATH. */
  public static boolean isThere(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "exit " + exit + "\n" + output + errors;
  }
}
