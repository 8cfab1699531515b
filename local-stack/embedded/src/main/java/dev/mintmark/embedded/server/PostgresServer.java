package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL as a child that ends with this JVM. */
final class PostgresServer implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  static final String USER = "mintmark";
  static final String DATABASE = "mintmark";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int POLL_MILLIS = 20;

  /**
   * After a kill of an earlier server its children may live a moment longer, holding its memory: a
   * server that ends at once is started again for so long.
   */
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final PostgresCluster cluster;
  private final int port;
  private final String password;
  private final Path log;
  private Process process;
  private boolean closed;

  private PostgresServer(PostgresCluster cluster, int port, String password, Path log)
      throws IOException {
    this.cluster = cluster;
    this.port = port;
    this.password = password;
    this.log = log;
    this.process = launchReady();
  }

  /**
   * Starts it, and again whenever it ends before {@link #close}.
   *
   * @param databases beside its own
   */
  static PostgresServer start(
      PostgresCluster cluster, List<String> databases, int port, String password, Path log)
      throws IOException {
    cluster.initialize(password);
    for (String database : databases) {
      cluster.ensureDatabase(database);
    }
    PostgresServer server = new PostgresServer(cluster, port, password, log);
    server.watch();
    return server;
  }

  @Override
  public Map<String, String> endpoints() {
    return Map.of(
        Endpoints.POSTGRESQL_PORT, Integer.toString(port),
        Endpoints.POSTGRESQL_DATABASE, DATABASE,
        Endpoints.POSTGRESQL_USER, USER,
        Endpoints.POSTGRESQL_PASSWORD, password);
  }

  /** A fast shutdown: open transactions are rolled back, connections closed. */
  @Override
  public void close() {
    Process process = beginClose();
    try {
      // The guard sends SIGINT at the end of its input.
      process.getOutputStream().close();
      if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It has ended already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private synchronized Process beginClose() {
    closed = true;
    return process;
  }

  private synchronized void watch() {
    process.onExit().thenRun(this::restart);
  }

  private synchronized void restart() {
    if (closed) {
      return;
    }
    try {
      // The guard of the one that ended.
      process.getOutputStream().close();
      process = launchReady();
      watch();
    } catch (IOException | StackException e) {
      LOG.error("PostgreSQL ended and does not start again; log={}", log, e);
    }
  }

  private Process launchReady() throws IOException {
    long deadline = System.nanoTime() + RETRY_LIMIT.toNanos();
    do {
      Process started = launch(cluster, port, log);
      if (awaitReady(started, cluster)) {
        return started;
      }
      started.destroyForcibly();
      started.getOutputStream().close();
      LockSupport.parkNanos(RETRY_PAUSE.toNanos());
    } while (System.nanoTime() - deadline < 0);
    throw new StackException(
        "STK-006", "cannot start PostgreSQL on 127.0.0.1:" + port + "; see " + log);
  }

  private static Process launch(PostgresCluster cluster, int port, Path log) throws IOException {
    List<String> command =
        cluster.command(
            "postgres",
            "-D",
            cluster.data().toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=100",
            "-c",
            "shared_buffers=32MB",
            "-c",
            "max_wal_size=256MB",
            "-c",
            "jit=off",
            "-c",
            "timezone=UTC",
            "-c",
            "log_timezone=UTC");
    ProcessBuilder builder =
        new ProcessBuilder(Guard.command("INT", command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    PostgresCluster.cleanEnvironment(builder);
    return builder.start();
  }

  /** As pg_ctl does: the server writes its state into its pid file. */
  private static boolean awaitReady(Process process, PostgresCluster cluster) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    Path pidFile = cluster.pidFile();
    try {
      while (System.nanoTime() - deadline < 0) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
        if (PostmasterState.ready(pidFile, process.pid())) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was starting", e);
    }
  }
}
