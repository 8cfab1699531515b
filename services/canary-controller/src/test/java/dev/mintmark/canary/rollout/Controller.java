package dev.mintmark.canary.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built controller as its own process on a stack, and its operator's door. */
final class Controller implements AutoCloseable {
  static final Duration LONG_ENOUGH = ServiceProcess.LONG_ENOUGH;

  private static final String OPERATOR = "operator-token-of-the-tests";
  private static final String VIEWER = "viewer-token-of-the-tests";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceProcess process;

  private Controller(ServiceProcess process) {
    this.process = process;
  }

  /**
   * Starts it; does not wait.
   *
   * @param folder of its own, also among several; its last name tells them apart. Keys in it,
   *     {@code release.pub} and {@code evidence.pub}, are those that it believes
   */
  static Controller start(Backend backend, Path folder, URI registry, URI schemas, Duration settle)
      throws IOException {
    Path key = folder.resolve("release.pub");
    ServiceSettings settings =
        ServiceSettings.in(folder)
            .stack(backend.log())
            .database(backend.database(), backend.database().postgresDatabase())
            .tokens(Map.of("operator", OPERATOR, "viewer", VIEWER))
            .deviceTokens()
            .with("mintmark.instance", folder.getFileName())
            .with("mintmark.canary.registry", registry)
            .with("mintmark.schema-registry", schemas)
            .with("mintmark.canary.release-public-key", key)
            .with("mintmark.canary.settle", settle);
    Path evidence = folder.resolve("evidence.pub");
    if (Files.exists(evidence)) {
      settings.with("mintmark.canary.evidence-public-key", evidence);
    }
    if (!Files.exists(key)) {
      Files.write(key, SigningKey.generate().verificationKey().pem());
    }
    return new Controller(ServiceProcess.start("canary-controller", settings, "-Xmx192m"));
  }

  Controller awaitReady() {
    process.awaitReady();
    return this;
  }

  boolean isReady() {
    return process.isReady();
  }

  /** {@code kill -9}, then starts it again; does not wait. */
  void killAndRestart() throws Exception {
    process.killAndRestart();
  }

  /** {@code kill -9}. */
  void kill() throws Exception {
    process.kill();
  }

  /** Starts it again at the same address, after it was killed; does not wait. */
  void restart() throws Exception {
    process.restart();
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String signal) throws Exception {
    process.signal(signal);
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

  byte[] bytes(String path) {
    return process.send(request(path, VIEWER).GET().build(), BodyHandlers.ofByteArray()).body();
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
    body.put("classes", List.of(deviceClass));
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
    return process.request(path, token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return process.send(request.build());
  }

  @Override
  public void close() {
    process.close();
  }
}
