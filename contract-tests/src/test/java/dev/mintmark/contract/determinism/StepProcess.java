package dev.mintmark.contract.determinism;

import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.Secrets;
import dev.mintmark.embedded.process.Guard;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One step of the line as a process in a world. */
final class StepProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int STOP_SECONDS = 60;

  /** Their output, before the service's own, is what {@link Seen} reads. */
  private static final List<String> SHOWING =
      List.of("-XshowSettings:properties", "-XX:+PrintFlagsFinal");

  private final String step;
  private final Path log;
  private final int port;
  private final Process process;

  /**
   * Started, not waited for.
   *
   * @param number of the process in its world
   * @param settings beside those of its place
   */
  StepProcess(World world, String step, int number, Map<String, Object> settings)
      throws IOException {
    this.step = step;
    Path folder = Files.createDirectories(world.folder().resolve(step));
    log = world.folder().resolve(step + ".log");
    port = freePort();
    Path file = settings(folder, settings);
    world.own(folder);
    ProcessBuilder builder =
        new ProcessBuilder(Guard.command("TERM", world.java(folder, number, words(step))))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(world.environment(Map.of("SMALLRYE_CONFIG_LOCATIONS", file.toUri().toString())));
    process = builder.start();
  }

  private static List<String> words(String step) {
    Path jar =
        Line.PROJECT
            .resolve("services")
            .resolve(step)
            .resolve("target/quarkus-app/quarkus-run.jar");
    return Stream.concat(
            SHOWING.stream(),
            Stream.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()))
        .toList();
  }

  private Path settings(Path folder, Map<String, Object> more) throws IOException {
    Map<String, Object> values = new TreeMap<>(more);
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", port);
    values.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
    values.put("mintmark.work-dir", folder.resolve("work"));
    Properties properties = new Properties();
    values.forEach((key, value) -> properties.setProperty(key, value.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return Secrets.write(folder.resolve("step.properties"), text.toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the process said of its world. */
  Seen seen() throws IOException {
    return Seen.in(log);
  }

  /**
   * Asks it.
   *
   * @throws AssertionError when it has ended
   */
  boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError(step + " has ended with " + process.exitValue() + "; see " + log);
    }
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks it to end, and waits. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
    try {
      // Ends its guard.
      process.getOutputStream().close();
    } catch (IOException e) {
      // The guard has ended already.
    }
  }
}
