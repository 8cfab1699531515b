package dev.mintmark.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A launcher process that is running; its events are read until it ends. */
public final class LauncherRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STOP_SECONDS = 90;

  private final Process process;
  private final CompletableFuture<Duration> up = new CompletableFuture<>();
  private final CompletableFuture<Optional<CommandException>> end = new CompletableFuture<>();

  private LauncherRun(Process process) {
    this.process = process;
  }

  static LauncherRun of(Process process, Consumer<JsonNode> events) {
    LauncherRun run = new LauncherRun(process);
    Thread.ofVirtual().name("launcher").start(() -> run.read(events));
    return run;
  }

  /**
   * Waits until every part is ready.
   *
   * @return how long that took
   * @throws CommandException with the launcher's own code when it fails
   */
  public Duration awaitUp() {
    return get(up);
  }

  /**
   * Waits for the end of the process.
   *
   * @throws CommandException with the launcher's own code when it failed
   */
  public void awaitEnd() {
    get(end)
        .ifPresent(failure -> {
          throw failure;
        });
  }

  /**
   * As {@link #awaitEnd()}, for so long.
   *
   * @return whether it has ended
   */
  public boolean awaitEnd(Duration limit) {
    try {
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (process.isAlive()) {
      return false;
    }
    awaitEnd();
    return true;
  }

  /** Stops what the launcher runs, if it still does. */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<JsonNode> events) {
    Optional<CommandException> failure = Optional.empty();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Optional<JsonNode> event = parse(line);
        if (event.isPresent()) {
          failure = tell(event.get(), events);
        }
      }
    } catch (IOException broken) {
      // The process has ended, or is about to.
    }
    CommandException ended =
        failure.orElseGet(() ->
            new CommandException(
                Exit.FAILURE,
                "CLI-033",
                "the launcher ended before the stack was ready; see logs/launcher.err of its folder"));
    up.completeExceptionally(ended);
    end.complete(failure);
  }

  private Optional<CommandException> tell(JsonNode event, Consumer<JsonNode> events) {
    switch (event.path("event").asText()) {
      case "up" -> {
        events.accept(event);
        up.complete(Duration.ofMillis(event.path("millis").asLong()));
        return Optional.empty();
      }
      case "failed" -> {
        return Optional.of(failed(event));
      }
      default -> {
        events.accept(event);
        return Optional.empty();
      }
    }
  }

  static CommandException failed(JsonNode event) {
    String code = event.path("code").asText("STK-010");
    String message = event.path("message").asText("the launcher failed");
    String suffix = " (" + code + ")";
    return new CommandException(
        Exit.FAILURE,
        code,
        message.endsWith(suffix)
            ? message.substring(0, message.length() - suffix.length())
            : message);
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException notAnEvent) {
      return Optional.empty();
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CommandException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CommandException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
  }
}
