package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schema registry as a child that ends with this JVM; its schemas are in PostgreSQL. */
final class SchemaRegistryServer implements Server {
  static final String DATABASE = "schema_registry";
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryServer.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(100);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);
  private static final int POLL_MILLIS = 100;

  private final SchemaRegistryProgram program;
  private Process process;
  private boolean closed;

  private SchemaRegistryServer(SchemaRegistryProgram program, Process process) {
    this.program = program;
    this.process = process;
  }

  /** Starts it without waiting: it takes some seconds, in which other things can be done. */
  static SchemaRegistryServer launch(SchemaRegistryProgram program) throws IOException {
    return new SchemaRegistryServer(program, program.start());
  }

  /**
   * Returns when it answers; from then on it is started again whenever it ends before {@link
   * #close}.
   *
   * @throws StackException STK-006
   */
  void awaitReady() throws IOException {
    Process started = current();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE_LIMIT)
            .build()) {
      while (System.nanoTime() - deadline < 0
          && !started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (isReady(client)) {
          watch(started);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the schema registry was starting", e);
    }
    throw new StackException(
        "STK-006",
        "cannot start the schema registry on 127.0.0.1:"
            + program.port()
            + "; see "
            + program.log());
  }

  @Override
  public Map<String, String> endpoints() {
    return Map.of(Endpoints.SCHEMA_REGISTRY_URL, program.url().toString());
  }

  @Override
  public void close() {
    Process process = beginClose();
    try {
      // The guard sends SIGTERM at the end of its input.
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

  private boolean isReady(HttpClient client) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(program.health()).timeout(PROBE_LIMIT).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized Process current() {
    return process;
  }

  private synchronized Process beginClose() {
    closed = true;
    return process;
  }

  private void watch(Process running) {
    running.onExit().thenRunAsync(this::restart);
  }

  private void restart() {
    LockSupport.parkNanos(RESTART_PAUSE.toNanos());
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        // The guard of the one that ended.
        process.getOutputStream().close();
        process = program.start();
        watch(process);
      } catch (IOException e) {
        LOG.error("the schema registry ended and does not start again; log={}", program.log(), e);
      }
    }
  }
}
