package dev.mintmark.launcher.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.embedded.server.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stack.json}: what runs, where it listens, and which processes it is. Written whole on
 * every change, so that a reader, or the next start after a kill, sees the last one. Holds no
 * secret.
 */
public final class StateFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final ObjectNode state = MAPPER.createObjectNode();

  private StateFile(Path file) {
    this.file = file;
  }

  /** A new run, {@code starting}, of this process, with the services in this order. */
  public static StateFile begin(Home home, ProcessId self, List<String> services)
      throws IOException {
    StateFile file = new StateFile(home.stateFile());
    file.state.put("state", "starting");
    file.state.put("pid", self.pid());
    file.state.put("startTime", self.startTicks());
    ObjectNode all = file.state.putObject("services");
    services.forEach(all::putObject);
    file.write();
    return file;
  }

  public synchronized void listening(Endpoints endpoints) throws IOException {
    state
        .putObject("kafka")
        .put("bootstrapServers", endpoints.kafkaBootstrapServers())
        .put("saslBootstrapServers", endpoints.kafkaSaslBootstrapServers());
    state
        .putObject("s3")
        .put("endpoint", endpoints.s3Endpoint().toString())
        .put("bucket", endpoints.s3Bucket());
    state.putObject("postgresql").put("port", endpoints.postgresPort());
    state.putObject("schemaRegistry").put("url", endpoints.schemaRegistry().toString());
    write();
  }

  /** The service's process as of now; {@code restarts} counts from 0. */
  public synchronized void service(String name, URI url, ProcessId process, int restarts)
      throws IOException {
    ((ObjectNode) state.get("services"))
        .putObject(name)
        .put("url", url.toString())
        .put("pid", process.pid())
        .put("startTime", process.startTicks())
        .put("restarts", restarts);
    write();
  }

  public synchronized void ready(Duration after) throws IOException {
    state.put("state", "ready");
    state.put("readyMillis", after.toMillis());
    write();
  }

  public synchronized void stopping() throws IOException {
    state.put("state", "stopping");
    write();
  }

  public synchronized void stopped() throws IOException {
    state.put("state", "stopped");
    ((ObjectNode) state.get("services")).removeAll();
    write();
  }

  /** What the last run wrote; empty where there was none. */
  public static Optional<JsonNode> read(Home home) throws IOException {
    return Files.exists(home.stateFile())
        ? Optional.of(MAPPER.readTree(Files.readString(home.stateFile())))
        : Optional.empty();
  }

  /** The launcher that wrote the state, where it is still running. */
  public static Optional<ProcessId> launcher(JsonNode state) {
    return process(state).filter(ProcessId::isAlive);
  }

  /** The services' processes that are still running. */
  public static List<ProcessId> services(JsonNode state) {
    List<ProcessId> alive = new ArrayList<>();
    for (Map.Entry<String, JsonNode> service : state.path("services").properties()) {
      process(service.getValue()).filter(ProcessId::isAlive).ifPresent(alive::add);
    }
    return alive;
  }

  private static Optional<ProcessId> process(JsonNode node) {
    long pid = node.path("pid").asLong();
    return pid > 1
        ? Optional.of(new ProcessId(pid, node.path("startTime").asLong()))
        : Optional.empty();
  }

  private void write() throws IOException {
    PrivateFiles.write(
        file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
  }
}
