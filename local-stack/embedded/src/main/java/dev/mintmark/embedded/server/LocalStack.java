package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** The started parts, in this JVM but for PostgreSQL and the schema registry, its children. */
public final class LocalStack implements AutoCloseable {
  private final DataDirectory directory;
  private final List<Server> servers;
  private final Optional<SchemaRegistryServer> registry;
  private final BiConsumer<Part, Duration> ready;
  private final long began = System.nanoTime();
  private boolean closed;

  private LocalStack(
      DataDirectory directory,
      List<Server> servers,
      Optional<SchemaRegistryServer> registry,
      BiConsumer<Part, Duration> ready) {
    this.directory = directory;
    this.servers = servers;
    this.registry = registry;
    this.ready = ready;
  }

  /**
   * Starts all parts at once and waits for them; but only launches the schema registry, for which
   * {@link #awaitReady} waits.
   *
   * @param ready told of each part and the time it took; called from several threads
   * @throws StackException with a code, where a part cannot start; then none is left running
   */
  public static LocalStack start(StackSettings settings, BiConsumer<Part, Duration> ready)
      throws IOException {
    DataDirectory directory = DataDirectory.take(settings.dataDirectory());
    try {
      Preflight.requireSpace(settings.dataDirectory());
      StackPlan plan = StackPlan.of(settings, directory);
      List<Server> servers = startAll(plan.starts(), ready);
      return new LocalStack(directory, servers, launchRegistry(plan, servers), ready);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Of all parts, also of one that is not ready yet. */
  public Endpoints endpoints() {
    Map<String, String> values = new TreeMap<>();
    servers.forEach(s -> values.putAll(s.endpoints()));
    registry.ifPresent(r -> values.putAll(r.endpoints()));
    return Endpoints.of(values);
  }

  /**
   * Returns when every part answers.
   *
   * @throws StackException STK-006
   */
  public void awaitReady() throws IOException {
    if (registry.isPresent()) {
      registry.get().awaitReady();
      ready.accept(Part.SCHEMA_REGISTRY, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  /** Stops the parts in order; a second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    // While its database is there.
    registry.ifPresent(Server::close);
    stopAll(servers);
    directory.close();
  }

  private static Optional<SchemaRegistryServer> launchRegistry(StackPlan plan, List<Server> servers)
      throws IOException {
    try {
      return plan.launchRegistry();
    } catch (IOException | RuntimeException e) {
      stopAll(servers);
      throw e;
    }
  }

  private static List<Server> startAll(
      Map<Part, Callable<Server>> starts, BiConsumer<Part, Duration> ready) throws IOException {
    List<Server> servers = new ArrayList<>();
    List<Future<Server>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(starts.size())) {
      starts.forEach((part, start) -> futures.add(threads.submit(timed(part, start, ready))));
    }
    ExecutionException failure = null;
    for (Future<Server> future : futures) {
      try {
        servers.add(future.get());
      } catch (ExecutionException e) {
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (failure != null) {
      stopAll(servers);
      throw failure.getCause() instanceof StackException coded
          ? coded
          : new StackException("STK-006", "cannot start the stack: " + failure.getCause(), failure);
    }
    return List.copyOf(servers);
  }

  private static Callable<Server> timed(
      Part part, Callable<Server> start, BiConsumer<Part, Duration> ready) {
    return () -> {
      long began = System.nanoTime();
      Server server = start.call();
      ready.accept(part, Duration.ofNanos(System.nanoTime() - began));
      return server;
    };
  }

  private static void stopAll(List<Server> servers) {
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, servers.size()))) {
      servers.forEach(server -> threads.execute(server::close));
    }
  }
}
