package dev.mintmark.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The built ledger as its own process, with the heap that it has in the local stack. */
final class LedgerProcess implements AutoCloseable {
  static final String VIEWER = "viewer-token-of-the-tests";
  static final String DEVICE = "device-token-of-the-tests";
  static final Duration LONG_ENOUGH = ServiceProcess.LONG_ENOUGH;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceProcess process;

  private LedgerProcess(ServiceProcess process) {
    this.process = process;
  }

  /** Starts it on a database of the stack; does not wait. */
  static LedgerProcess start(EmbeddedStack stack, String database, Path folder, int batch)
      throws IOException {
    return start(settings(stack, database, folder, batch));
  }

  /** Starts it on a database that has the tables of the first version, but no Flyway history. */
  static LedgerProcess baselined(EmbeddedStack stack, String database, Path folder)
      throws IOException {
    return start(
        settings(stack, database, folder, 2000)
            .with("quarkus.flyway.baseline-on-migrate", true)
            .with("quarkus.flyway.baseline-version", "1"));
  }

  /** Starts it with the stack's artifact store, too. */
  static LedgerProcess withStore(EmbeddedStack stack, String database, Path folder)
      throws IOException {
    return start(settings(stack, database, folder, 2000).stack(stack));
  }

  /** Starts it with the JVM options of the launcher and the default batch. */
  static LedgerProcess asLaunched(EmbeddedStack stack, String database, Path folder)
      throws IOException {
    return new LedgerProcess(
        ServiceProcess.start(
            "release-ledger",
            settings(stack, database, folder, Integer.getInteger("bench.batch", 2000)),
            System.getProperty(
                    "bench.options",
                    "-Xmx128m -Xms16m -Xss512k -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
                        + " -XX:+UseCompactObjectHeaders")
                .split(" ")));
  }

  private static LedgerProcess start(ServiceSettings settings) throws IOException {
    return new LedgerProcess(ServiceProcess.start("release-ledger", settings, "-Xmx128m"));
  }

  private static ServiceSettings settings(
      EmbeddedStack stack, String database, Path folder, int batch) throws IOException {
    return ServiceSettings.in(folder)
        .stack(stack)
        .database(stack, database)
        .tokens(Map.of("viewer", VIEWER, "device", DEVICE))
        // What these tests write by hand is to be projected, not worked on.
        .with("mintmark.ledger.rebuilds", false)
        .with("mintmark.ledger.batch", batch)
        .with("mintmark.ledger.probe", "1s");
  }

  LedgerProcess awaitReady() {
    process.awaitReady();
    return this;
  }

  /** The readiness check of the projection, as JSON. */
  JsonNode projection() throws IOException {
    for (JsonNode check : JSON.readTree(get("/q/health/ready").body()).get("checks")) {
      if (check.get("name").asText().equals("projection")) {
        return check;
      }
    }
    throw new AssertionError("no check named projection");
  }

  HttpResponse<String> get(String path) {
    return get(request(path).build());
  }

  HttpResponse<String> get(HttpRequest request) {
    return process.send(request);
  }

  JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A GET as a viewer. */
  HttpRequest.Builder request(String path) {
    return process.request(path, VIEWER);
  }

  /** Opens the feed and reads that many events. */
  List<FeedEvent> feed(String release, String lastEventId, int count) throws IOException {
    HttpRequest.Builder request = request("/v1/events?release=" + release);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try (Stream<String> lines =
        process.send(request.build(), HttpResponse.BodyHandlers.ofLines()).body()) {
      return FeedEvent.read(lines, count);
    }
  }

  /** Processor time since its start. */
  Duration cpu() {
    return process.cpu();
  }

  URI base() {
    return process.base();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
