package dev.mintmark.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher as its users start it: a process of its own, with events on its output. */
final class LauncherProcess implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final BufferedReader output;

  private LauncherProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static LauncherProcess start(Path root, Path home, String... arguments) throws IOException {
    return start(root, home, Map.of(), arguments);
  }

  /** The same with these variables in its environment. */
  static LauncherProcess start(
      Path root, Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // What changes letters as the locale does it fails in this one: its i has no dot.
    command.addAll(List.of("-Duser.language=tr", "-Duser.country=TR"));
    command.addAll(List.of("-Duser.timezone=Pacific/Chatham"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Launcher.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--json", "--home", home.toString(), "--root", root.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("QUARKUS_HTTP_PORT", "1");
    builder.environment().putAll(environment);
    return new LauncherProcess(builder.start());
  }

  Process process() {
    return process;
  }

  /** Reads events up to the first of that name, or to the end. */
  List<JsonNode> until(String event) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      JsonNode node = MAPPER.readTree(line);
      events.add(node);
      if (node.path("event").asText().equals(event)) {
        break;
      }
    }
    return events;
  }

  /** The exit code; all output that is left is dropped. */
  int awaitEnd() throws IOException, InterruptedException {
    until("");
    return process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
