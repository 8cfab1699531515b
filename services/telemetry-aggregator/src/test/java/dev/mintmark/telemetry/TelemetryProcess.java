package dev.mintmark.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The built service as its own process, with the heap that it has in the local stack. */
final class TelemetryProcess implements AutoCloseable {
  static final String VIEWER = "viewer-token-of-the-tests";
  static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
  private static final byte[] KEY = new byte[32];
  private static final DeviceTokens TOKENS = new DeviceTokens(KEY);
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final URI base;
  private final Path log;

  private TelemetryProcess(Process process, URI base, Path log) {
    this.process = process;
    this.base = base;
    this.log = log;
  }

  /** Starts it; does not wait. */
  static TelemetryProcess start(EmbeddedStack stack, URI registry, Path folder) throws IOException {
    return start(stack, registry, folder, "-Xmx160m");
  }

  static TelemetryProcess start(EmbeddedStack stack, URI registry, Path folder, String heap)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("tokens.json"), JSON.writeValueAsString(Map.of("viewer", VIEWER)));
    Files.writeString(folder.resolve("device-token.key"), "0".repeat(64));
    int port = freePort();
    Path properties = folder.resolve("telemetry-aggregator.properties");
    Files.write(properties, lines(settings(stack, registry, folder, port)));
    Path log = folder.resolve("telemetry-aggregator.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", properties.toUri().toString());
    return new TelemetryProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
  }

  private static Map<String, Object> settings(
      EmbeddedStack stack, URI registry, Path folder, int port) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("quarkus.http.port", port);
    settings.put("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers());
    settings.put("mintmark.store.endpoint", stack.s3Endpoint());
    settings.put("mintmark.store.access-key", stack.s3AccessKey());
    settings.put("mintmark.store.secret-key", stack.s3SecretKey());
    settings.put("mintmark.tokens-file", folder.resolve("tokens.json"));
    settings.put("mintmark.device-token-key", folder.resolve("device-token.key"));
    settings.put("mintmark.schema-registry", registry);
    settings.put("mintmark.work-dir", folder.resolve("work"));
    settings.put("mintmark.telemetry.window", "PT1S");
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

  TelemetryProcess awaitReady() {
    Awaitility.await("the aggregator to be ready; see " + log)
        .atMost(LONG_ENOUGH)
        .ignoreExceptions()
        .until(() -> get("/q/health/ready").statusCode() == 200);
    return this;
  }

  /** CPU time that it has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  URI base() {
    return base;
  }

  static String token(String device) {
    return TOKENS.issue(new DeviceIdentity(device, Fixtures.CLASS, 1));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), BodyHandlers.ofString());
  }

  /** A GET as a viewer. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + VIEWER);
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  /** A counter's or gauge's value, from the metrics; 0 where it is not there yet. */
  double metric(String line) throws IOException, InterruptedException {
    return get("/q/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  HttpResponse<String> send(DeviceHeartbeat batch) throws IOException, InterruptedException {
    return send(token(batch.getDevice()), Fixtures.body(batch));
  }

  HttpResponse<String> send(String token, byte[] body) throws IOException, InterruptedException {
    return HTTP.send(post(token, body).build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder post(String token, byte[] body) {
    return HttpRequest.newBuilder(base.resolve("/v1/heartbeats"))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/avro")
        .header("Content-Encoding", "zstd")
        .POST(BodyPublishers.ofByteArray(body));
  }

  HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  HttpResponse<java.util.stream.Stream<String>> stream(String path)
      throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), BodyHandlers.ofLines());
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, 20, java.util.concurrent.TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
  }
}
