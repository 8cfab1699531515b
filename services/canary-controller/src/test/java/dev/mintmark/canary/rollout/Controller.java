package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
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
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The built service as its own process on a stack, and its operator's door. */
final class Controller implements AutoCloseable {
  static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  private static final String OPERATOR = "operator-token-of-the-tests";
  private static final String VIEWER = "viewer-token-of-the-tests";
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private Process process;

  private Controller(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.process = run();
  }

  /** Starts it; does not wait. */
  static Controller start(EmbeddedStack stack, Path folder, URI registry, URI schemas)
      throws Exception {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("tokens.json"),
        JSON.writeValueAsString(Map.of("operator", OPERATOR, "viewer", VIEWER)));
    Files.writeString(folder.resolve("device-token.key"), "00".repeat(32));
    if (!Files.exists(folder.resolve("release.pub"))) {
      Files.writeString(folder.resolve("release.pub"), publicKey());
    }
    int port = freePort();
    Files.writeString(
        folder.resolve("canary-controller.properties"),
        settings(stack, folder, port, registry, schemas).entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue() + "\n")
            .collect(Collectors.joining()),
        UTF_8);
    return new Controller(folder, port);
  }

  private static Map<String, Object> settings(
      EmbeddedStack stack, Path folder, int port, URI registry, URI schemas) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("quarkus.http.port", port);
    settings.put("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers());
    settings.put("mintmark.store.endpoint", stack.s3Endpoint());
    settings.put("mintmark.store.access-key", stack.s3AccessKey());
    settings.put("mintmark.store.secret-key", stack.s3SecretKey());
    settings.put("mintmark.tokens-file", folder.resolve("tokens.json"));
    settings.put("mintmark.device-token-key", folder.resolve("device-token.key"));
    settings.put("mintmark.work-dir", folder.resolve("work"));
    settings.put("mintmark.canary.registry", registry);
    settings.put("mintmark.canary.release-public-key", folder.resolve("release.pub"));
    settings.put("mintmark.schema-registry", schemas);
    settings.put("mintmark.canary.settle", "PT3S");
    settings.put("quarkus.datasource.jdbc.url", stack.jdbcUrl());
    settings.put("quarkus.datasource.reactive.url", stack.jdbcUrl().substring("jdbc:".length()));
    settings.put("quarkus.datasource.username", stack.postgresUser());
    settings.put("quarkus.datasource.password", stack.postgresPassword());
    return settings;
  }

  private static String publicKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    byte[] der = generator.generateKeyPair().getPublic().getEncoded();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process run() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("canary-controller.log").toFile()));
    builder
        .environment()
        .put(
            "SMALLRYE_CONFIG_LOCATIONS",
            folder.resolve("canary-controller.properties").toUri().toString());
    return builder.start();
  }

  Controller awaitReady() {
    try {
      Awaitility.await("the controller to be ready; see " + folder)
          .atMost(LONG_ENOUGH)
          .ignoreExceptions()
          .until(this::isReady);
      return this;
    } catch (ConditionTimeoutException e) {
      // Nobody else has it yet who could close it.
      process.destroyForcibly();
      throw e;
    }
  }

  boolean isReady() {
    return get("/q/health/ready").statusCode() == 200;
  }

  /** {@code kill -9}, then starts it again; does not wait. */
  void killAndRestart() throws Exception {
    process.destroyForcibly().waitFor();
    process = run();
  }

  HttpResponse<String> get(String path) {
    return send(request(path, VIEWER).GET());
  }

  /** As a device. */
  HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return read(answer);
  }

  byte[] bytes(String path) throws Exception {
    return HTTP.send(request(path, VIEWER).GET().build(), BodyHandlers.ofByteArray()).body();
  }

  HttpResponse<String> post(String path, Map<String, Object> body) {
    try {
      return send(
          request(path, OPERATOR)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Asks for a rollout in one class. */
  HttpResponse<String> startRollout(String release, String policy, String deviceClass) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("release", release);
    body.put("policy", policy);
    body.put("classes", java.util.List.of(deviceClass));
    return post("/v1/rollouts", body);
  }

  static JsonNode read(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  HttpRequest.Builder request(String path) {
    return request(path, VIEWER);
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(LONG_ENOUGH)
        .header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
