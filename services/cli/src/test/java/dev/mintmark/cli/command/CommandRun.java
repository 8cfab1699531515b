package dev.mintmark.cli.command;

import dev.mintmark.cli.http.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A command line in a world of its own, with what it prints. */
final class CommandRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;

  CommandRun(Path folder) {
    this.folder = folder;
    environment.put("MINTMARK_TOKEN", "secret");
    environment.put("MINTMARK_HOME", folder.toString());
    environment.put("MINTMARK_ROOT", folder.toString());
  }

  /**
   * @param service e.g. {@code canary-controller}
   */
  CommandRun with(String service, TestServer server) {
    String variable = "MINTMARK_" + service.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    environment.put(variable + "_URL", server.uri().toString());
    return this;
  }

  /** To be added to. */
  Map<String, String> environment() {
    return environment;
  }

  int run(String... words) {
    World world =
        new World(
            environment,
            folder,
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            false,
            duration -> {});
    return CommandLines.of(world).execute(words);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
