package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.DatabaseProxy;
import dev.mintmark.contract.fault.proxy.KafkaProxy;
import dev.mintmark.contract.fault.proxy.StoreProxy;
import dev.mintmark.contract.process.ServiceDoor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One service as a process that reaches everything through proxies of its own. It is started again
 * whenever it is killed, unless it was stopped.
 */
final class Worker implements AutoCloseable {
  private static final int KILLED = 128 + 9;

  private final String service;
  private final Aim aim;
  private final KafkaProxy kafka;
  private final StoreProxy store;
  private final DatabaseProxy database;
  private final Path log;
  private final ServiceDoor door;
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
    door = ServiceDoor.free();
    Path folder = Files.createDirectories(surroundings.folder().resolve(service + "-" + instance));
    log = folder.resolve("service.log");
    Map<String, Object> values = new TreeMap<>(surroundings.settings(service));
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", door.port());
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

  private synchronized void restartWhenKilled() {
    wanted = true;
    Process started = process;
    started.onExit().thenRun(() -> restart(started));
  }

  private synchronized void restart(Process ended) {
    ServiceDoor.endGuard(ended);
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
    return door.url();
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
    ServiceDoor.stop(running);
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
    return door.isReady();
  }

  @Override
  public void close() {
    stop();
    kafka.close();
    store.close();
    database.close();
  }
}
