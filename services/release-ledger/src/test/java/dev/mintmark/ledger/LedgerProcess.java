package dev.mintmark.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The built service as its own process, with the heap that it has in the local stack. */
final class LedgerProcess implements AutoCloseable {
  static final String VIEWER = "viewer-token-of-the-tests";
  static final String DEVICE = "device-token-of-the-tests";
  static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI base;
  private final Path log;

  private LedgerProcess(Process process, URI base, Path log) {
    this.process = process;
    this.base = base;
    this.log = log;
  }

  /** Starts it on a database of the stack; does not wait. */
  static LedgerProcess start(EmbeddedStack stack, String database, Path folder, int batch)
      throws IOException {
    Files.createDirectories(folder);
    Path tokens = folder.resolve("tokens.json");
    Files.writeString(tokens, JSON.writeValueAsString(Map.of("viewer", VIEWER, "device", DEVICE)));
    int port = freePort();
    Path properties = folder.resolve("release-ledger.properties");
    Files.write(properties, lines(settings(stack, database, folder, port, batch)));
    Path log = folder.resolve("release-ledger.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", properties.toUri().toString());
    return new LedgerProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
  }

  private static Map<String, Object> settings(
      EmbeddedStack stack, String database, Path folder, int port, int batch) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("quarkus.http.port", port);
    settings.put("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers());
    // Nobody listens there: the ledger does not use the store, and is ready without.
    settings.put("mintmark.store.endpoint", "http://127.0.0.1:9");
    settings.put("mintmark.store.access-key", "none");
    settings.put("mintmark.store.secret-key", "none");
    settings.put("mintmark.tokens-file", folder.resolve("tokens.json"));
    settings.put("mintmark.work-dir", folder.resolve("work"));
    settings.put("mintmark.ledger.batch", batch);
    settings.put("mintmark.ledger.probe", "1s");
    String server = "//127.0.0.1:" + stack.postgresPort() + "/" + database;
    settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + server);
    settings.put("quarkus.datasource.reactive.url", "postgresql:" + server);
    settings.put("quarkus.datasource.username", stack.postgresUser());
    settings.put("quarkus.datasource.password", stack.postgresPassword());
    return settings;
  }

  private static List<String> lines(Map<String, Object> settings) {
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + "=" + value));
    return lines;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  LedgerProcess awaitReady() {
    try {
      Awaitility.await("the ledger to be ready; see " + log)
          .atMost(LONG_ENOUGH)
          .ignoreExceptions()
          .until(() -> get("/q/health/ready").statusCode() == 200);
      return this;
    } catch (ConditionTimeoutException e) {
      // Nobody else has it yet who could close it.
      process.destroyForcibly();
      throw e;
    }
  }

  /** The readiness check of the projection, as JSON. */
  JsonNode projection() throws IOException, InterruptedException {
    for (JsonNode check : JSON.readTree(get("/q/health/ready").body()).get("checks")) {
      if (check.get("name").asText().equals("projection")) {
        return check;
      }
    }
    throw new AssertionError("no check named projection");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  JsonNode json(String path) {
    try {
      HttpResponse<String> answer = get(path);
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A GET as a viewer. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(LONG_ENOUGH)
        .header("Authorization", "Bearer " + VIEWER);
  }

  /** Opens the feed and reads that many events. */
  List<FeedEvent> feed(String release, String lastEventId, int count)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/v1/events?release=" + release);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<java.util.stream.Stream<String>> answer =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    try (java.util.stream.Stream<String> lines = answer.body()) {
      return FeedEvent.read(lines, count);
    }
  }

  URI base() {
    return base;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
