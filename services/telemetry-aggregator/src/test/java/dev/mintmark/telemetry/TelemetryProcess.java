package dev.mintmark.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The built aggregator as its own process, with the heap that it has in the local stack. */
final class TelemetryProcess implements AutoCloseable {
  static final String VIEWER = "viewer-token-of-the-tests";
  static final Duration LONG_ENOUGH = ServiceProcess.LONG_ENOUGH;
  private static final String HEAP = "-Xmx160m";
  private static final DeviceTokens TOKENS = new DeviceTokens(ServiceSettings.DEVICE_KEY);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceProcess process;

  private TelemetryProcess(ServiceProcess process) {
    this.process = process;
  }

  /** Starts it; does not wait. */
  static TelemetryProcess start(EmbeddedStack stack, URI registry, Path folder) throws IOException {
    return start(stack, registry, folder, HEAP);
  }

  static TelemetryProcess start(EmbeddedStack stack, URI registry, Path folder, String heap)
      throws IOException {
    return start(settings(stack, registry, folder), heap);
  }

  /** One of several; does not wait. */
  static TelemetryProcess replica(EmbeddedStack stack, URI registry, Path folder, String instance)
      throws IOException {
    return start(settings(stack, registry, folder).with("mintmark.instance", instance), HEAP);
  }

  private static ServiceSettings settings(EmbeddedStack stack, URI registry, Path folder)
      throws IOException {
    return ServiceSettings.in(folder)
        .stack(stack)
        .tokens(Map.of("viewer", VIEWER))
        .deviceTokens()
        .with("mintmark.schema-registry", registry)
        .with("mintmark.telemetry.window", "PT1S");
  }

  private static TelemetryProcess start(ServiceSettings settings, String heap) throws IOException {
    return new TelemetryProcess(ServiceProcess.start("telemetry-aggregator", settings, heap));
  }

  TelemetryProcess awaitReady() {
    process.awaitReady();
    return this;
  }

  /** CPU time that it has used. */
  Duration cpu() {
    return process.cpu();
  }

  URI base() {
    return process.base();
  }

  static String token(String device) {
    return TOKENS.issue(new DeviceIdentity(device, Fixtures.CLASS, 1));
  }

  HttpResponse<String> get(String path) {
    return exchange(request(path).build());
  }

  /** A GET as a viewer. */
  HttpRequest.Builder request(String path) {
    return process.request(path, VIEWER);
  }

  JsonNode json(String path) throws IOException {
    return JSON.readTree(get(path).body());
  }

  /** A counter's or gauge's value, from the metrics; 0 where it is not there yet. */
  double metric(String line) {
    return get("/q/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  HttpResponse<String> send(DeviceHeartbeat batch) {
    return send(token(batch.getDevice()), Fixtures.body(batch));
  }

  HttpResponse<String> send(String token, byte[] body) {
    return exchange(post(token, body).build());
  }

  HttpRequest.Builder post(String token, byte[] body) {
    return process
        .request("/v1/heartbeats", token)
        .header("Content-Type", "application/avro")
        .header("Content-Encoding", "zstd")
        .POST(BodyPublishers.ofByteArray(body));
  }

  HttpResponse<String> exchange(HttpRequest request) {
    return process.send(request);
  }

  HttpResponse<Stream<String>> stream(String path) {
    return process.send(request(path).build(), BodyHandlers.ofLines());
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it again at the same address, after it was killed; does not wait. */
  void restart() throws IOException {
    process.restart();
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String signal) throws IOException, InterruptedException {
    process.signal(signal);
  }

  @Override
  public void close() {
    process.close();
  }
}
