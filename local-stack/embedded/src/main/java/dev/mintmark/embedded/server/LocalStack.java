package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** The started parts, in this JVM but for PostgreSQL, which is its child. */
public final class LocalStack implements AutoCloseable {
  private final DataDirectory directory;
  private final List<Server> servers;
  private final Endpoints endpoints;
  private boolean closed;

  private LocalStack(DataDirectory directory, List<Server> servers, Endpoints endpoints) {
    this.directory = directory;
    this.servers = servers;
    this.endpoints = endpoints;
  }

  /**
   * Starts all parts at once and waits for them.
   *
   * @param ready told of each part and the time it took; called from several threads
   * @throws StackException with a code, where a part cannot start; then none is left running
   */
  public static LocalStack start(StackSettings settings, BiConsumer<Part, Duration> ready)
      throws IOException {
    DataDirectory directory = DataDirectory.take(settings.dataDirectory());
    try {
      Preflight.requireSpace(settings.dataDirectory());
      Secrets secrets = Secrets.keptIn(directory.file("secrets.properties"));
      Map<Part, Callable<Server>> starts = plan(settings, directory, secrets);
      List<Server> servers = startAll(starts, ready);
      Map<String, String> endpoints = new TreeMap<>();
      servers.forEach(s -> endpoints.putAll(s.endpoints()));
      return new LocalStack(directory, servers, Endpoints.of(endpoints));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** Stops the parts in order; a second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    stopAll(servers);
    directory.close();
  }

  private static Map<Part, Callable<Server>> plan(
      StackSettings settings, DataDirectory directory, Secrets secrets) throws IOException {
    Map<PortName, Integer> ports = ports(settings, directory);
    Path logs = directory.folder("logs");
    Map<Part, Callable<Server>> starts = new EnumMap<>(Part.class);
    for (Part part : settings.parts()) {
      Path folder = directory.folder(part.label());
      starts.put(
          part,
          switch (part) {
            case KAFKA ->
                () ->
                    KafkaServer.start(
                        folder,
                        port(ports, PortName.KAFKA),
                        port(ports, PortName.KAFKA_CONTROLLER));
            case S3 -> {
              Preflight.requireExtendedAttributes(folder);
              yield () -> S3Server.start(folder, port(ports, PortName.S3), secrets);
            }
            case POSTGRESQL -> {
              boolean root = Preflight.isRoot();
              if (root) {
                Preflight.requireUserNamespaces();
              }
              yield () -> {
                Path binaries = PostgresBinaries.unpackInto(settings.cacheDirectory());
                PostgresCluster cluster = new PostgresCluster(binaries, folder, root);
                return PostgresServer.start(
                    cluster,
                    port(ports, PortName.POSTGRESQL),
                    secrets.postgresPassword(),
                    logs.resolve("postgresql.log"));
              };
            }
          });
    }
    return starts;
  }

  private static Map<PortName, Integer> ports(StackSettings settings, DataDirectory directory)
      throws IOException {
    Ports kept = Ports.keptIn(directory.file("ports.properties"));
    Map<PortName, Integer> ports = new EnumMap<>(PortName.class);
    for (PortName name : PortName.values()) {
      if (!settings.parts().contains(name.part())) {
        continue;
      }
      Integer named = settings.ports().get(name);
      ports.put(
          name, named == null ? kept.choose(name.label()) : Ports.require(name.label(), named));
    }
    return ports;
  }

  private static int port(Map<PortName, Integer> ports, PortName name) {
    return Objects.requireNonNull(ports.get(name), name.label());
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
