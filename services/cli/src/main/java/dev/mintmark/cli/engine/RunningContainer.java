package dev.mintmark.cli.engine;

import java.io.IOException;
import java.io.InputStream;
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
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process client;
  private final Path log;
  private final Runnable remove;
  private final Thread end;

  /**
   * @param remove ends the container whatever it does
   */
  RunningContainer(Process client, Path log, Runnable remove) {
    this.client = client;
    this.log = log;
    this.remove = remove;
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
    try (InputStream said = Files.newInputStream(log)) {
      said.skipNBytes(Math.max(0, Files.size(log) - 4 * SHOWN));
      text = new String(said.readNBytes(4 * SHOWN), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = Optional.ofNullable(e.getMessage()).orElse("nothing that can be read");
    }
    String line = text.strip().replaceAll("[^ -~]+", " ");
    return line.length() > SHOWN ? "..." + line.substring(line.length() - SHOWN) : line;
  }

  /** Asks it to end; one that does not, as it does before it knows of signals, is removed. */
  @Override
  public void close() {
    client.destroy();
    try {
      if (!client.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        remove.run();
        client.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process is ending: the hook does the same.
    }
  }
}
