package dev.mintmark.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.StackException;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.LogFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts {@code up} in a session of its own, passes its events on until it is up, and leaves it.
 */
final class Detached {
  private static final int POLL_MILLIS = 50;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Options options;
  private final PrintStream out;

  Detached(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  int run() throws IOException, InterruptedException {
    Home home = options.home();
    home.create();
    Path log = home.log("launcher");
    LogFiles.rotate(log);
    Files.createFile(log);
    Process process =
        new ProcessBuilder(command())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      return follow(lines, process, log);
    }
  }

  /** The log gets whole lines only: the child writes each with one call. */
  private int follow(BufferedReader lines, Process process, Path log)
      throws IOException, InterruptedException {
    Events events = new Events(out, options.json());
    while (true) {
      boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("{\"event\":")) {
          continue;
        }
        JsonNode event = MAPPER.readTree(line);
        String name = event.path("event").asText();
        events.emit(name, fields(event));
        if (name.equals("up") || name.equals("failed")) {
          return name.equals("up") ? 0 : 1;
        }
      }
      if (ended) {
        throw new StackException(
            "STK-010", "the launcher ended with exit code " + process.exitValue() + "; see " + log);
      }
    }
  }

  private static Map<String, Object> fields(JsonNode event) {
    List<Object> fields = new ArrayList<>();
    event.properties().stream()
        .filter(e -> !e.getKey().equals("event"))
        .forEach(e -> {
          fields.add(e.getKey());
          fields.add(MAPPER.convertValue(e.getValue(), Object.class));
        });
    return Events.fields(fields.toArray());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Here only: the archive of its classes must come from a run that has used them all.
    command.add("-XX:+AutoCreateSharedArchive");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Launcher.class.getName());
    command.addAll(List.of("up", "--json", "--home", options.home().root().toString()));
    command.addAll(List.of("--root", options.root().toString()));
    options.ports().forEach((name, port) -> command.addAll(List.of("--port", name + "=" + port)));
    return command;
  }
}
