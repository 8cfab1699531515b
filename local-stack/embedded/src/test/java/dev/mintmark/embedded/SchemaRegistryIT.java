package dev.mintmark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.process.ProcessId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistryIT {
  private static final Set<Part> REGISTRY = Set.of(Part.SCHEMA_REGISTRY);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String SCHEMA =
      """
      {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"R\\",\\"fields\\":[]}", "schemaType": "AVRO"}\
      """;
  private static final String INCOMPATIBLE =
      "{\"schema\": \"\\\"int\\\"\", \"schemaType\": \"AVRO\"}";

  @TempDir Path data;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void keepsSchemasAndRulesOverRestartAndKill() throws Exception {
    URI first;
    String registered;
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      first = stack.schemaRegistry();
      put(first, "/config/r-value", "{\"compatibility\": \"BACKWARD_TRANSITIVE\"}");
      registered = post(first, "/subjects/r-value/versions", SCHEMA).body();
      assertThat(registered).contains("\"id\":1");
      assertThat(processes(stack)).noneMatch(SchemaRegistryIT::listensToOthers);
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      assertThat(stack.schemaRegistry()).isEqualTo(first);
      assertThat(post(first, "/subjects/r-value/versions", SCHEMA).body()).isEqualTo(registered);
      assertThat(post(first, "/subjects/r-value/versions", INCOMPATIBLE).statusCode())
          .isEqualTo(409);
      stack.kill();
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      assertThat(post(stack.schemaRegistry(), "/subjects/r-value", SCHEMA).body())
          .contains("\"version\":1");
    }
  }

  @Test
  void startsAgainWhenItIsKilledAndLeavesNoProcessBehind() throws Exception {
    List<ProcessId> all;
    ProcessId killed;
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      killed = recorded();
      killed.kill();
      awaitAnswer(stack.schemaRegistry(), killed);
      all = processes(stack);
      assertThat(all).contains(recorded());
      for (ProcessId process : all) {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        assertThat(Files.readString(commandLine)).doesNotContain(stack.postgresPassword());
      }
    }
    assertThat(all).noneMatch(ProcessId::isAlive);
  }

  @Test
  void endsAnOrphanAtItsStartWhenTheGuardWasKilledToo() throws Exception {
    ProcessId orphan;
    Endpoints first;
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      first = stack.endpoints();
      orphan = recorded();
      guards().forEach(ProcessHandle::destroyForcibly);
      stack.process().destroyForcibly();
      assertThat(orphan.awaitEnd(Duration.ofSeconds(1))).isFalse();
    }
    try (EmbeddedStack stack = EmbeddedStack.start(data, REGISTRY)) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(recorded()).isNotEqualTo(orphan);
      assertThat(stack.endpoints()).isEqualTo(first);
    }
  }

  private void put(URI registry, String path, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry + path));
    assertThat(send(request.PUT(BodyPublishers.ofString(body))).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(URI registry, String path, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry + path));
    return send(request.POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.header("Content-Type", "application/json").timeout(LIMIT).build(),
        BodyHandlers.ofString());
  }

  /** Returns when another process than {@code before} answers. */
  private void awaitAnswer(URI registry, ProcessId before) throws Exception {
    long deadline = System.nanoTime() + LIMIT.multipliedBy(3).toNanos();
    while (true) {
      assertThat(System.nanoTime()).as("registry did not come back").isLessThan(deadline);
      if (!recorded().equals(before)) {
        try {
          post(registry, "/subjects/none", SCHEMA);
          return;
        } catch (IOException e) {
          // Not yet.
        }
      }
    }
  }

  private ProcessId recorded() throws IOException {
    String[] words =
        Files.readString(data.resolve("schema-registry/process")).strip().split(" ", 2);
    return new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private static List<ProcessId> processes(EmbeddedStack stack) {
    return Stream.concat(Stream.of(stack.process()), stack.process().descendants())
        .flatMap(h -> ProcessId.of(h.pid()).stream())
        .toList();
  }

  /** Of this folder's servers only: another stack's guards may run beside them. */
  private List<ProcessHandle> guards() {
    return ProcessHandle.allProcesses()
        .filter(h -> commandLine(h).contains("guard\0"))
        .filter(h -> commandLine(h).contains(data.toString()) || isRegistry(h))
        .toList();
  }

  private boolean isRegistry(ProcessHandle handle) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(handle.pid()), "cwd"))
          .startsWith(data);
    } catch (IOException e) {
      return false;
    }
  }

  private static String commandLine(ProcessHandle handle) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether one of its listening sockets is bound to another address than the loopback. */
  private static boolean listensToOthers(ProcessId process) {
    try (Stream<String> v4 = Files.lines(table(process, "tcp"));
        Stream<String> v6 = Files.lines(table(process, "tcp6"));
        Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      Set<String> sockets =
          files.map(SchemaRegistryIT::target).collect(java.util.stream.Collectors.toSet());
      return Stream.concat(v4, v6)
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 9 && fields[3].equals("0A"))
          .filter(fields -> sockets.contains("socket:[" + fields[9] + "]"))
          .map(fields -> fields[1].split(":")[0])
          .anyMatch(address -> !address.endsWith("0100007F"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path table(ProcessId process, String protocol) {
    return Path.of("/proc", Long.toString(process.pid()), "net", protocol);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
