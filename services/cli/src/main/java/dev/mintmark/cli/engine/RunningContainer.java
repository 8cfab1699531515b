package dev.mintmark.cli.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A container that runs beside this process, and ends with it: the engine's client, which hands a
 * signal on to the container and ends with the container's exit code.
 */
public final class RunningContainer implements AutoCloseable {
  private static final int SHOWN = 1000;

  private final Process client;
  private final Path log;
  private final Thread end;

  RunningContainer(Process client, Path log) {
    this.client = client;
    this.log = log;
    this.end = new Thread(client::destroy, "end-container");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /** Whether it has not ended. */
  public boolean runs() {
    return client.isAlive();
  }

  /**
   * Asks it to end.
   *
   * @return its exit code; empty when it has not ended in this time
   */
  public OptionalInt end(Duration patience) throws InterruptedException {
    client.destroy();
    return client.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(client.exitValue())
        : OptionalInt.empty();
  }

  /** The end of what it said, on one line. */
  public String said() {
    String text;
    try {
      text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = Optional.ofNullable(e.getMessage()).orElse("nothing that can be read");
    }
    String line = text.strip().replaceAll("[^ -~]+", " ");
    return line.length() > SHOWN ? "..." + line.substring(line.length() - SHOWN) : line;
  }

  /** Asks it to end, and does not wait. */
  @Override
  public void close() {
    client.destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process is ending: the hook does the same.
    }
  }
}
