package dev.mintmark.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container engine's command line. */
public final class Engine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 400;

  private final EngineKind kind;
  private final Path program;
  private final Map<String, String> environment;

  Engine(EngineKind kind, Path program, Map<String, String> environment) {
    this.kind = kind;
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /**
   * A program that ended.
   *
   * @param text its standard output, and its standard error where that was asked for
   */
  record Ended(int exit, String text) {}

  public EngineKind kind() {
    return kind;
  }

  /** Empty when it works; else what it said. */
  Optional<String> trouble() {
    Ended ended = ask("info", "--format", "{{json .}}");
    return ended.exit() == 0 && !ended.text().contains("\"ServerErrors\"")
        ? Optional.empty()
        : Optional.of(shorten(ended.text()));
  }

  /** Whether the image is there with exactly this config and these layers. */
  public boolean has(String name, Digest config, List<Digest> diffIds) {
    Optional<JsonNode> image = inspect(name);
    return image
        .filter(found ->
            found.path("Id").asText().replace("sha256:", "").equals(config.hex())
                && layers(found).equals(diffIds.stream().map(Digest::toString).toList()))
        .isPresent();
  }

  /**
   * Takes a docker archive in.
   *
   * @throws CommandException CLI-139 when the engine refuses it, or makes something else of it
   */
  public void load(Path archive, String name, List<Digest> diffIds) {
    Ended ended = ask("load", "--input", archive.toString());
    if (ended.exit() != 0) {
      throw refused("load " + name, shorten(ended.text()));
    }
    List<String> layers = inspect(name).map(Engine::layers).orElse(List.of());
    if (!layers.equals(diffIds.stream().map(Digest::toString).toList())) {
      throw refused("use " + name, "after loading it has the layers " + layers);
    }
  }

  private CommandException refused(String what, String found) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-139",
        "%s cannot %s: %s; look at `%s info` and the space on its disk"
            .formatted(kind.program(), what, found, kind.program()));
  }

  private Optional<JsonNode> inspect(String name) {
    Ended ended = ask(false, "image", "inspect", name);
    if (ended.exit() != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(ended.text()).path(0));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<String> layers(JsonNode image) {
    List<String> layers = new ArrayList<>();
    image.at("/RootFS/Layers").forEach(layer -> layers.add(layer.asText()));
    return layers;
  }

  private Ended ask(String... words) {
    return ask(true, words);
  }

  /**
   * @param errors whether its standard error belongs to the text
   */
  private Ended ask(boolean errors, String... words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    try {
      Process process =
          builder(command).redirectErrorStream(errors).redirectError(Redirect.DISCARD).start();
      process.getOutputStream().close();
      try (InputStream said = process.getInputStream()) {
        String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
      }
    } catch (IOException e) {
      return new Ended(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Runs a container to its end, its streams this process's own. A signal that ends this process
   * goes on to the engine's client, which hands it to the container; then this process's exit code
   * is the container's, too.
   *
   * @param words behind the program's name
   * @return the container's exit code, or the engine's own where it could not start one
   */
  public int run(List<String> words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(words);
    try {
      Process process = builder(command).inheritIO().start();
      Thread passOn = new Thread(() -> passOn(process), "pass-on-signals");
      Runtime.getRuntime().addShutdownHook(passOn);
      int exit = process.waitFor();
      removeHook(passOn);
      return exit;
    } catch (IOException e) {
      throw refused("run a container", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Starts a container beside this process.
   *
   * @param words behind the program's name, {@code run} first
   * @param log gets what it says; its neighbour of the same name with {@code .id} is written, too
   */
  public RunningContainer start(List<String> words, Path log) {
    Path id = log.resolveSibling(log.getFileName() + ".id");
    List<String> command = new ArrayList<>(List.of(program.toString(), words.getFirst()));
    command.addAll(List.of("--cidfile", id.toString()));
    command.addAll(words.subList(1, words.size()));
    try {
      // An engine writes no file that is there.
      Files.deleteIfExists(id);
      Process process =
          builder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      return new RunningContainer(process, log, () -> remove(id));
    } catch (IOException e) {
      throw refused("run a container", String.valueOf(e.getMessage()));
    }
  }

  private void remove(Path id) {
    try {
      ask("rm", "--force", Files.readString(id).strip());
    } catch (IOException e) {
      // The engine made no container.
    }
  }

  private static void passOn(Process process) {
    process.destroy();
    try {
      Runtime.getRuntime().halt(process.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came: the hook ends this process, with the container's exit code.
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private static CommandException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
  }

  private static String shorten(String text) {
    String line = text.strip().replaceAll("[^ -~]+", " ");
    return line.length() > SHOWN ? "..." + line.substring(line.length() - SHOWN) : line;
  }
}
