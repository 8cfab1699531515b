package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.Guard;
import dev.mintmark.embedded.process.NativeMemory;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.embedded.process.SharedClasses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Apicurio Registry as the build unpacked it, and how it is started here.
 *
 * @param cache holds {@code schema-registry}
 * @param folder where it notes its process
 * @param log where both of its outputs go
 * @param port of its API
 * @param managementPort of its health
 * @param database what it needs to reach its database: {@code APICURIO_DATASOURCE_*}
 */
record SchemaRegistryProgram(
    Path cache, Path folder, Path log, int port, int managementPort, Map<String, String> database) {
  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "USER", "LOGNAME");

  /** Confluent's API, version 7. */
  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
  }

  URI health() {
    return URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
  }

  /** Starts it, to end with this JVM. */
  Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Guard.command("TERM", command()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    environment.putAll(NativeMemory.ENVIRONMENT);
    environment.put("APICURIO_STORAGE_KIND", "sql");
    environment.put("APICURIO_STORAGE_SQL_KIND", "postgresql");
    environment.putAll(database);
    Process process = builder.start();
    Optional<ProcessId> id = ProcessId.of(process.pid());
    if (id.isPresent()) {
      PrivateFiles.write(processFile(folder), id.get().pid() + " " + id.get().startTicks() + "\n");
    }
    return process;
  }

  private List<String> command() throws IOException {
    Path jar = jar();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms16m", "-Xmx96m", "-Xss512k", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    if (Runtime.version().feature() >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    command.addAll(NativeMemory.OPTIONS);
    command.addAll(sharedClasses(jar).options());
    property(command, "quarkus.http.host", "127.0.0.1");
    property(command, "quarkus.http.port", Integer.toString(port));
    // Its default is every interface.
    property(command, "quarkus.management.host", "127.0.0.1");
    property(command, "quarkus.management.port", Integer.toString(managementPort));
    property(command, "quarkus.http.access-log.enabled", "false");
    // Its default is twenty connections from the start.
    property(command, "apicurio.datasource.jdbc.initial-size", "1");
    property(command, "apicurio.datasource.jdbc.min-size", "1");
    property(command, "apicurio.datasource.jdbc.max-size", "8");
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private static void property(List<String> command, String name, String value) {
    command.add("-D" + name + "=" + value);
  }

  private SharedClasses sharedClasses(Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(jar.getParent())) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return SharedClasses.in(cache, "schema_registry", jars);
    }
  }

  private Path jar() {
    Path jar = cache.resolve("schema-registry/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          "STK-008",
          "cannot find the schema registry: no "
              + jar
              + "; build local-stack/embedded up to its process-classes phase");
    }
    return jar;
  }

  /** The one that was last started in the folder. */
  static Optional<ProcessId> recordedIn(Path folder) throws IOException {
    Path file = processFile(folder);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).strip().split(" ", 2);
    return Optional.of(new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1])));
  }

  private static Path processFile(Path folder) {
    return folder.resolve("process");
  }
}
