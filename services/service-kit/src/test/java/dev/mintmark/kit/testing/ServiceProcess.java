package dev.mintmark.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The built service of the module under test as a process of its own, on a free port. */
public final class ServiceProcess implements AutoCloseable {
  public static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final int STOP_SECONDS = 30;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ProcessBuilder builder;
  private final URI base;
  private final Path log;
  private Process process;

  private ServiceProcess(ProcessBuilder builder, URI base, Path log) throws IOException {
    this.builder = builder;
    this.base = base;
    this.log = log;
    this.process = builder.start();
  }

  /**
   * Starts it; does not wait.
   *
   * @param name of its log and its properties file
   * @param options of the JVM, e.g. {@code -Xmx128m}
   */
  public static ServiceProcess start(String name, ServiceSettings settings, String... options)
      throws IOException {
    int port = freePort();
    Path properties = settings.with("quarkus.http.port", port).write(name);
    Path log = settings.folder().resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", properties.toUri().toString());
    return new ServiceProcess(builder, URI.create("http://127.0.0.1:" + port), log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until it says that it is ready; kills it where it does not. */
  public ServiceProcess awaitReady() {
    try {
      Awaitility.await("the service to be ready; see " + log)
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

  public boolean isReady() {
    return send(request("/q/health/ready", "").build()).statusCode() == 200;
  }

  public URI base() {
    return base;
  }

  /** CPU time that it has used. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * A GET, to be made something else.
   *
   * @param token empty for none
   */
  public HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LONG_ENOUGH);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  public HttpResponse<String> send(HttpRequest request) {
    return send(request, BodyHandlers.ofString());
  }

  /** Sends it as a test does: whatever goes wrong is the test's failure. */
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@code kill -9}, then starts it again; does not wait. */
  public void killAndRestart() throws IOException, InterruptedException {
    kill();
    restart();
  }

  /** Starts it again at the same address, after it was killed; does not wait. */
  public void restart() throws IOException {
    process = builder.start();
  }

  /**
   * Sends it a signal.
   *
   * @param signal e.g. {@code STOP}
   */
  public void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
        .join()
        .destroyForcibly();
  }
}
