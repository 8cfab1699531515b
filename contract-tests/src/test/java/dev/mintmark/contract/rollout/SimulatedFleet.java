package dev.mintmark.contract.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The simulator as a process of its own. */
final class SimulatedFleet implements AutoCloseable {
  static final int DEVICES = 200;

  private static final String CLASSES = "cpu-amd64=100,cpu-arm64=100";
  private static final int LIMIT_SECONDS = 60;

  private final Path home;
  private final Process process;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private SimulatedFleet(Path home, Process process) {
    this.home = home;
    this.process = process;
  }

  /** Starts a fleet on which a release runs slower, and waits until it is enrolled. */
  static SimulatedFleet start(Line line, String slowRelease) throws Exception {
    Path home = Files.createDirectories(line.home().resolve("fleet"));
    Path token = Files.writeString(home.resolve("operator.token"), line.token("operator"));
    Process process =
        new ProcessBuilder(command(line, home, token, slowRelease))
            .redirectError(home.resolve("simulator.err").toFile())
            .start();
    SimulatedFleet fleet = new SimulatedFleet(home, process);
    Thread.ofVirtual().name("fleet").start(fleet::read);
    fleet.ready.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return fleet;
  }

  private static List<String> command(Line line, Path home, Path token, String slowRelease) {
    List<String> command = new ArrayList<>(List.of(Line.java(), "-Xmx256m", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(
        List.of(
            "-cp",
            Line.PROJECT.resolve("local-stack/simulator/target/simulator") + "/*",
            "dev.mintmark.simulator.Simulator"));
    command.addAll(List.of("--controller", line.url("canary-controller").toString()));
    command.addAll(List.of("--telemetry", line.url("telemetry-aggregator").toString()));
    command.addAll(List.of("--registry", line.url("registry").toString()));
    command.addAll(List.of("--key", line.publicKey().toString()));
    command.addAll(List.of("--operator-token-file", token.toString(), "--home", home.toString()));
    command.addAll(List.of("--classes", CLASSES, "--heartbeat", "500ms", "--batch", "1s"));
    command.addAll(List.of("--pulls", "4", "--inference", "0", "--until-eof"));
    command.addAll(List.of("--faults", "slow=1", "--faulty-release", slowRelease));
    return command;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (Line.json(line).path("event").asText().equals("ready")) {
          ready.complete(null);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IOException("the simulator ended; see " + home));
  }

  /** Ends the fleet; the number of the last heartbeat that each device has had taken. */
  Map<String, Integer> end() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the simulator does not end; see " + home);
    }
    JsonNode state = Line.json(Files.readString(home.resolve("fleet.json")));
    Map<String, Integer> last = new HashMap<>();
    state
        .path("devices")
        .properties()
        .forEach(device -> last.put(device.getKey(), device.getValue().path("sequence").asInt()));
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
