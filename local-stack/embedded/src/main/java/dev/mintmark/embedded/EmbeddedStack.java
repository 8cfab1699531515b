package dev.mintmark.embedded;

import dev.mintmark.embedded.process.ProcessId;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running stack in a child JVM. Data, ports and secrets stay in its data directory: a stack
 * started there again, also after {@link #kill}, is the same one. It ends with the JVM that started
 * it, however that one ends.
 */
public final class EmbeddedStack implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final String SERVER = "dev.mintmark.embedded.server.StackServer";

  private final Process process;
  private final Endpoints endpoints;

  private EmbeddedStack(Process process, Endpoints endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /**
   * Starts the parts and waits until all answer.
   *
   * @param dataDirectory made where it is not there; one stack at a time
   * @throws StackException with a code, where it cannot start
   */
  public static EmbeddedStack start(Path dataDirectory, Set<Part> parts) {
    return start(dataDirectory, parts, List.of());
  }

  /**
   * The same, where one comes to Kafka with a password, or may do nothing that is not granted.
   *
   * @param kafkaIdentities their names, {@code mintmark-<name>}; beside them {@link
   *     Endpoints#KAFKA_ADMIN} may do everything
   * @throws StackException with a code, where it cannot start
   */
  public static EmbeddedStack start(
      Path dataDirectory, Set<Part> parts, List<String> kafkaIdentities) {
    Path data = dataDirectory.toAbsolutePath().normalize();
    Path log = data.resolve("logs/stack.log");
    Process process = launch(data, log, parts, kafkaIdentities);
    try {
      String answer = answer(process);
      if (answer == null || !answer.equals("ready")) {
        throw failure(process, answer, log);
      }
      return new EmbeddedStack(process, Endpoints.read(data.resolve("endpoints.properties")));
    } catch (IOException e) {
      process.destroyForcibly();
      throw new StackException("STK-010", "cannot read the stack's endpoints in " + data, e);
    }
  }

  /** Where this build's stacks find PostgreSQL and the schema registry, unpacked once. */
  public static Path sharedCache() {
    return StackLibrary.find().cache();
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  public String kafkaBootstrapServers() {
    return endpoints.kafkaBootstrapServers();
  }

  public URI s3Endpoint() {
    return endpoints.s3Endpoint();
  }

  public String s3AccessKey() {
    return endpoints.s3AccessKey();
  }

  public String s3SecretKey() {
    return endpoints.s3SecretKey();
  }

  public String s3Bucket() {
    return endpoints.s3Bucket();
  }

  public int postgresPort() {
    return endpoints.postgresPort();
  }

  public String postgresDatabase() {
    return endpoints.postgresDatabase();
  }

  public String postgresUser() {
    return endpoints.postgresUser();
  }

  public String postgresPassword() {
    return endpoints.postgresPassword();
  }

  public String jdbcUrl() {
    return endpoints.jdbcUrl();
  }

  /** Base of the schema registry's API, as common clients take it. */
  public URI schemaRegistry() {
    return endpoints.schemaRegistry();
  }

  /** The child JVM; Kafka and S3 are in it, PostgreSQL and the schema registry are its children. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /**
   * {@code kill -9} of every process of the stack at once, as a power cut would; returns when none
   * is left.
   */
  public void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    List<ProcessId> ids = all.stream().flatMap(h -> ProcessId.of(h.pid()).stream()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    ids.forEach(id -> id.awaitEnd(STOP_LIMIT));
  }

  /** Stops the servers in order; kills what does not stop within 30 seconds. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // The child is gone already: nothing is left to tell it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  private static Process launch(
      Path data, Path log, Set<Part> parts, List<String> kafkaIdentities) {
    StackLibrary library = StackLibrary.find();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC"));
    // With the optimizing compiler: only its code hashes with the processor's own instructions, ten
    // times as fast, and S3 hashes every byte that it takes.
    command.add("-XX:-UsePerfData");
    command.addAll(library.sharedClasses(parts));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", library.classPath()));
    command.add(SERVER);
    command.add(data.toString());
    command.add(library.cache().toString());
    command.add(parts.stream().map(Part::label).sorted().collect(Collectors.joining(",")));
    command.addAll(kafkaIdentities);
    try {
      Files.createDirectories(log.getParent());
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new StackException("STK-009", "cannot start a stack in " + data + ": " + e, e);
    }
  }

  /** The child's one line of standard output; null where it ended without one. */
  private static @Nullable String answer(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("stack-answer")
        .start(() -> {
          try {
            line.complete(out.readLine());
          } catch (IOException e) {
            line.completeExceptionally(e);
          }
        });
    try {
      return line.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the stack was starting", e);
    }
  }

  private static StackException failure(Process process, @Nullable String answer, Path log) {
    boolean running = process.isAlive();
    process.destroyForcibly();
    if (answer != null) {
      return StackException.reported(answer);
    }
    String what =
        running ? "gave no answer within " + START_LIMIT.toSeconds() + " s" : "ended at its start";
    return new StackException("STK-010", "the stack's process " + what + "; see " + log);
  }
}
