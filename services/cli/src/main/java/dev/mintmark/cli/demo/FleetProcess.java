package dev.mintmark.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.home.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A simulated fleet: a process of its own that shares nothing with the line but the addresses of
 * its doors. It ends with this command, however that ends: the pipe to its standard input breaks.
 */
public final class FleetProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path errors;
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();

  private FleetProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * What the fleet needs to know.
   *
   * @param key public release key that every device was provisioned with
   * @param operatorToken enrols the devices
   * @param home the fleet's own folder: a fleet that was there before goes on
   */
  public record Provisioning(
      URI controller, URI telemetry, URI registry, Path key, String operatorToken, Path home) {}

  /**
   * Starts the fleet.
   *
   * @param events told of each that the fleet prints
   */
  public static FleetProcess start(
      Checkout checkout, Provisioning provisioning, Consumer<JsonNode> events) {
    Path classPath = checkout.root().resolve("local-stack/simulator/target/simulator");
    if (!Files.isDirectory(classPath)) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-034",
          "the simulator is not built: %s does not exist; run ./mintmark, which builds it"
              .formatted(classPath));
    }
    try {
      Files.createDirectories(
          provisioning.home(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path errors = provisioning.home().resolve("simulator.err");
      Process process =
          new ProcessBuilder(command(classPath, provisioning, token(provisioning)))
              .redirectError(errors.toFile())
              .start();
      FleetProcess fleet = new FleetProcess(process, errors);
      Thread.ofVirtual().name("fleet").start(() -> fleet.read(events));
      return fleet;
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-070", "cannot run the simulator: " + e.getMessage(), e);
    }
  }

  /** Waits until all devices are enrolled; returns what the fleet says of itself. */
  public JsonNode awaitReady() {
    try {
      return ready.get();
    } catch (ExecutionException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-070",
          "the simulated fleet ended before it was ready; see " + errors,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private void read(Consumer<JsonNode> events) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        JsonNode event = JSON.readTree(line);
        if (event.path("event").asText().equals("ready")) {
          ready.complete(event);
        }
        events.accept(event);
      }
    } catch (JsonProcessingException e) {
      process.destroy();
    } catch (IOException broken) {
      // It has ended, or is about to.
    }
    ready.completeExceptionally(
        new IOException("exit code " + process.onExit().join().exitValue()));
  }

  /** The fleet keeps its state, and ends. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file, because arguments can be read by every user of the machine. */
  private static Path token(Provisioning provisioning) throws IOException {
    Path file = provisioning.home().resolve("operator.token");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, provisioning.operatorToken() + "\n");
  }

  private static List<String> command(Path classPath, Provisioning to, Path token) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath + "/*", "dev.mintmark.simulator.Simulator"));
    command.addAll(List.of("--controller", to.controller().toString()));
    command.addAll(List.of("--telemetry", to.telemetry().toString()));
    command.addAll(List.of("--registry", to.registry().toString()));
    command.addAll(List.of("--key", to.key().toString()));
    command.addAll(List.of("--operator-token-file", token.toString()));
    command.addAll(List.of("--home", to.home().toString()));
    command.addAll(List.of("--classes", "cpu-amd64=500,cpu-arm64=500", "--seed", "1"));
    command.addAll(List.of("--heartbeat", "1s", "--batch", "5s"));
    command.addAll(List.of("--pulls", "40", "--inference", "2", "--until-eof"));
    return command;
  }
}
