package dev.mintmark.vendor.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One program and the environment that it runs in.
 *
 * @param program its name, looked up on the environment's PATH
 * @param howToGet for people who do not have it, e.g. {@code apt-get install apt}
 * @param environment all that the program sees
 */
public record Client(String program, String howToGet, Map<String, String> environment) {
  private static final int TAIL = 12;

  public Client {
    environment = Map.copyOf(environment);
  }

  /**
   * What a run said.
   *
   * @param output standard output alone
   * @param errors standard error
   */
  public record Ended(int exit, String output, String errors) {
    /** The last lines of what it said, with what people want to see of an error. */
    public String tail() {
      List<String> lines =
          Stream.concat(output.lines(), errors.lines()).filter(line -> !line.isBlank()).toList();
      return String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }
  }

  /** The same program with one variable more. */
  public Client with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Client(program, howToGet, more);
  }

  /** Another program in the same environment. */
  public Client as(String other) {
    return new Client(other, howToGet, environment);
  }

  /** Whether the program is there. */
  public boolean isThere() {
    return found() != null;
  }

  /**
   * Runs it to its end, in a folder.
   *
   * @throws VendorException (VND-001) when it is not there
   */
  public Ended run(Path folder, List<String> words) throws IOException {
    return run(folder, words, "");
  }

  /** As {@link #run(Path, List)}, with a text on standard input. */
  public Ended run(Path folder, List<String> words, String input) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(require().toString());
    command.addAll(words);
    Path output = Files.createTempFile("mintmark-vendor", ".out");
    Path errors = Files.createTempFile("mintmark-vendor", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      int exit = end(process, input);
      return new Ended(exit, text(output), text(errors));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }

  private static int end(Process process, String input) throws IOException {
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      } catch (IOException e) {
        // It ended without reading; its exit code says more.
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a client");
    }
  }

  private Path require() {
    Path found = found();
    if (found == null) {
      throw new VendorException(
          VendorCode.NO_CLIENT,
          "with " + program,
          "it is not on the PATH",
          "install it: " + howToGet);
    }
    return found;
  }

  private @Nullable Path found() {
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path path = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(path) && Files.isRegularFile(path)) {
        return path;
      }
    }
    return null;
  }

  /**
   * What a run should have left.
   *
   * @throws VendorException (VND-002) when it failed, or left nothing there
   */
  Path arrived(Ended ended, Path file, String subject) {
    if (ended.exit() != 0 || !Files.isRegularFile(file)) {
      throw failed(subject, ended);
    }
    return file;
  }

  /** The error of a run that failed. */
  public VendorException failed(String subject, Ended ended) {
    return new VendorException(
        VendorCode.CLIENT_FAILED,
        subject,
        "%s ended with code %d and said:\n  %s\n".formatted(program, ended.exit(), ended.tail()),
        "look at what it says; what is vendored already is not fetched again");
  }
}
