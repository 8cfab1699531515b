package dev.mintmark.cli.stack;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.home.Checkout;
import dev.mintmark.cli.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The launcher of local-stack, as a process that tells its events as JSON lines. */
public final class Launcher {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkout checkout;
  private final Home home;
  private final Map<String, String> environment;

  public Launcher(Checkout checkout, Home home, Map<String, String> environment) {
    this.checkout = checkout;
    this.home = home;
    this.environment = environment;
  }

  /** Starts the stack; the events go to {@code events} as they come. */
  public LauncherRun up(boolean detach, Consumer<JsonNode> events) {
    List<String> words = new ArrayList<>(List.of("up"));
    if (detach) {
      words.add("--detach");
    }
    return LauncherRun.of(start(words), events);
  }

  /** Stops the stack, and what a killed one left; tells the events. Makes no folder. */
  public void down(Consumer<JsonNode> events) {
    LauncherRun.of(start(List.of("down")), events).awaitEnd();
  }

  /**
   * Starts the steps of a rebuild, which end when the ledger has judged all of it; tells the
   * events.
   *
   * @param jdk that runs them; empty for the one that runs this
   */
  public LauncherRun rebuild(
      String run, boolean current, Optional<Path> jdk, Consumer<JsonNode> events) {
    List<String> words = new ArrayList<>(List.of("rebuild", "--run", run));
    if (current) {
      words.add("--current");
    }
    jdk.ifPresent(folder -> words.addAll(List.of("--jdk", folder.toAbsolutePath().toString())));
    return LauncherRun.of(start(words), events);
  }

  /** What runs: {@code stack.json} with health and memory. Makes no folder. */
  public JsonNode status() {
    Process process = start(List.of("status"));
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      JsonNode status = line == null ? null : JSON.readTree(line);
      process.waitFor();
      if (status == null) {
        throw new CommandException(
            Exit.FAILURE,
            "CLI-033",
            "the launcher said nothing about the stack; see logs/launcher.err of its folder");
      }
      if (status.path("event").asText().equals("failed")) {
        throw LauncherRun.failed(status);
      }
      return status;
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-033", "cannot read what the launcher says: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  /**
   * What libraries write to standard error is not for people who wait for a stack. Only who starts
   * one may make its folder.
   */
  private ProcessBuilder.Redirect log(boolean makeFolder) {
    if (!makeFolder && Files.notExists(home.root())) {
      return ProcessBuilder.Redirect.DISCARD;
    }
    FileAttribute<?> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path file = home.root().resolve("logs/launcher.err");
    try {
      Files.createDirectories(file.getParent(), mine);
      Files.newByteChannel(file, Set.of(CREATE, APPEND)).close();
    } catch (IOException e) {
      throw unusable(e);
    }
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  private CommandException unusable(IOException e) {
    String found =
        Files.exists(home.root()) && !Files.isDirectory(home.root())
            ? "it is a file, not a folder"
            : "it cannot be written to: " + e;
    return new CommandException(
        Exit.FAILURE,
        "CLI-037",
        "cannot keep a stack in %s: %s; name another folder in MINTMARK_HOME, or make this one yours"
            .formatted(home.root(), found),
        e);
  }

  private Process start(List<String> words) {
    Path arguments = checkout.launcherArguments();
    if (!Files.isRegularFile(arguments)) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-034",
          "the launcher is not built: %s does not exist; run ./mintmark, which builds it"
              .formatted(arguments));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 23) {
      // The broker unmaps its files through Unsafe, of which newer JDKs warn on the terminal.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("@" + arguments);
    command.addAll(words);
    command.addAll(List.of("--json", "--home", home.root().toString()));
    command.addAll(List.of("--root", checkout.root().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    // Kafka and S3 run in it: glibc would keep their native memory in sixteen arenas.
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    try {
      return builder.redirectError(log(words.getFirst().equals("up"))).start();
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-033", "cannot start the launcher: " + e.getMessage(), e);
    }
  }
}
