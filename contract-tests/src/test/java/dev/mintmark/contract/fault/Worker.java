package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.DatabaseProxy;
import dev.mintmark.contract.fault.proxy.KafkaProxy;
import dev.mintmark.contract.fault.proxy.StoreProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One service as a process that reaches everything through proxies of its own. It is started again
 * whenever it is killed, unless it was stopped.
 */
final class Worker implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int STOP_SECONDS = 60;
  private static final int KILLED = 128 + 9;

  private final String service;
  private final Aim aim;
  private final KafkaProxy kafka;
  private final StoreProxy store;
  private final DatabaseProxy database;
  private final Path log;
  private final int port;
  private final ProcessBuilder builder;
  private Process process;
  private boolean wanted;
  private volatile boolean endedByItself;

  /**
   * Started, not waited for.
   *
   * @param instance 0 for the first
   */
  Worker(Surroundings surroundings, String service, String instance, Aim aim) throws IOException {
    this.service = service;
    this.aim = aim;
    kafka = new KafkaProxy(surroundings.kafkaPort(), aim);
    store = new StoreProxy(surroundings.storePort(), aim);
    database = new DatabaseProxy(surroundings.databasePort(), aim);
    port = freePort();
    Path folder = Files.createDirectories(surroundings.folder().resolve(service + "-" + instance));
    log = folder.resolve("service.log");
    Map<String, Object> values = new TreeMap<>(surroundings.settings(service));
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", port);
    // The clients dump their whole configuration at INFO, at every start.
    values.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
    values.put("mintmark.instance", instance);
    values.put("mintmark.work-dir", folder.resolve("work"));
    values.put("mintmark.kafka.bootstrap-servers", "127.0.0.1:" + kafka.port());
    values.put("mintmark.store.endpoint", "http://127.0.0.1:" + store.port());
    if (service.equals(Plan.LEDGER)) {
      String address = "postgresql://127.0.0.1:" + database.port() + "/" + surroundings.database();
      values.put("quarkus.datasource.reactive.url", address);
      values.put("quarkus.datasource.jdbc.url", "jdbc:" + address);
    }
    Path settings = Settings.write(folder.resolve("service.properties"), values);
    builder =
        new ProcessBuilder(Settings.command(service))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", settings.toUri().toString());
    process = builder.start();
    restartWhenKilled();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private synchronized void restartWhenKilled() {
    wanted = true;
    Process started = process;
    started.onExit().thenRun(() -> restart(started));
  }

  private synchronized void restart(Process ended) {
    try {
      // Ends its guard.
      ended.getOutputStream().close();
    } catch (IOException e) {
      // The guard has ended already.
    }
    if (ended != process || !wanted) {
      return;
    }
    if (ended.exitValue() == KILLED) {
      start();
    } else {
      endedByItself = true;
    }
  }

  synchronized void start() {
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    restartWhenKilled();
  }

  String service() {
    return service;
  }

  Aim aim() {
    return aim;
  }

  StoreProxy store() {
    return store;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path log() {
    return log;
  }

  /** {@code kill -9}; returns when it is dead. */
  void kill() {
    Process victim = running();
    victim.destroyForcibly();
    victim.onExit().join();
  }

  private synchronized Process running() {
    return process;
  }

  /** Asks it to end and waits; it stays away. */
  void stop() {
    Process running;
    synchronized (this) {
      wanted = false;
      running = process;
    }
    running.destroy();
    running.onExit().completeOnTimeout(running, STOP_SECONDS, TimeUnit.SECONDS).join();
    running.destroyForcibly();
    running.onExit().join();
  }

  /** {@code kill -9}; it stays away. */
  void killForGood() {
    synchronized (this) {
      wanted = false;
    }
    kill();
  }

  /**
   * Asks it.
   *
   * @throws AssertionError when nobody killed it and it is not there any more
   */
  boolean isReady() {
    if (endedByItself) {
      throw new AssertionError(service + " has ended by itself; see " + log);
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

  @Override
  public void close() {
    stop();
    kafka.close();
    store.close();
    database.close();
  }
}
