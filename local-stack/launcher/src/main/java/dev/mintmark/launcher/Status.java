package dev.mintmark.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.StateFile;
import dev.mintmark.launcher.service.HealthProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Prints the state with each service's health and memory. {@code state} is {@code absent}, {@code
 * stopped}, {@code starting}, {@code ready}, {@code degraded} (a service is not ready) or {@code
 * stopping}; {@code pssBytes} is proportional set size, the sum over all processes.
 */
final class Status {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Home home;
  private final boolean json;
  private final PrintStream out;

  Status(Home home, boolean json, PrintStream out) {
    this.home = home;
    this.json = json;
    this.out = out;
  }

  /** Exit code 0 where all is ready, 3 where not. */
  int run() throws IOException, InterruptedException {
    ObjectNode status = status();
    String state = status.path("state").asText();
    if (json) {
      out.println(MAPPER.writeValueAsString(status));
    } else {
      printWords(status, state);
    }
    out.flush();
    return state.equals("ready") ? 0 : 3;
  }

  private ObjectNode status() throws IOException, InterruptedException {
    Optional<JsonNode> recorded = StateFile.read(home);
    if (recorded.isEmpty()) {
      return MAPPER.createObjectNode().put("state", "absent");
    }
    ObjectNode status = (ObjectNode) recorded.get();
    Optional<ProcessId> launcher = StateFile.launcher(status);
    if (launcher.isEmpty()) {
      return status.put("state", "stopped");
    }
    boolean ready = probe(status);
    if (status.path("state").asText().equals("ready") && !ready) {
      status.put("state", "degraded");
    }
    return status.put("pssBytes", Memory.ofTree(launcher.get().pid()));
  }

  private static boolean probe(ObjectNode status) throws InterruptedException {
    HealthProbe probe = new HealthProbe();
    boolean all = true;
    for (Map.Entry<String, JsonNode> entry : status.path("services").properties()) {
      ObjectNode service = (ObjectNode) entry.getValue();
      boolean ready = probe.isReady(URI.create(service.path("url").asText()));
      service.put("ready", ready);
      service.put("pssBytes", Memory.of(service.path("pid").asLong()));
      all &= ready;
    }
    return all;
  }

  private void printWords(JsonNode status, String state) {
    out.println(state + "  " + home.root());
    for (Map.Entry<String, JsonNode> entry : status.path("services").properties()) {
      JsonNode service = entry.getValue();
      out.printf(
          "  %-20s %-9s %s  pid %d  %d MiB  restarts %d%n",
          entry.getKey(),
          service.path("ready").asBoolean() ? "ready" : "not ready",
          service.path("url").asText(),
          service.path("pid").asLong(),
          service.path("pssBytes").asLong() >> 20,
          service.path("restarts").asInt());
    }
  }
}
