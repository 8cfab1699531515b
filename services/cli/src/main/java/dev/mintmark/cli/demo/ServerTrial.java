package dev.mintmark.cli.demo;

import dev.mintmark.cli.engine.RunningContainer;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.quantizer.gate.Box;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Sends a server the release's pictures, and holds its answers to what the release recorded. */
public final class ServerTrial {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration END = Duration.ofMinutes(1);

  private final RecordedFaces recorded;
  private final String health;

  /**
   * A trial.
   *
   * @param health path of the release's own
   */
  public ServerTrial(RecordedFaces recorded, String health) {
    this.recorded = recorded;
    this.health = health;
  }

  /**
   * Tries it, and ends it.
   *
   * @return milliseconds until it was well
   * @throws CommandException CLI-156 to CLI-158
   */
  public long run(RunningContainer container, URI base) {
    try {
      long began = System.nanoTime();
      FaceServer server = new FaceServer(base, container);
      server.await(health, START);
      long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
      for (Map.Entry<String, byte[]> picture : recorded.pictures().entrySet()) {
        requireSame(picture.getKey(), server.faces(picture.getValue()));
      }
      requireEnd(container.end(END), container);
      return millis;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private void requireSame(String picture, List<Box> found) {
    List<Box> expected = recorded.boxes().getOrDefault(picture, List.of());
    if (!recorded.detections().agree(expected, found)) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-157",
          "the server does not find in %s what the release recorded: %s instead of %s; the image's runtime differs from the converter's"
              .formatted(picture, found, expected));
    }
  }

  private static void requireEnd(OptionalInt exit, RunningContainer container) {
    if (exit.isEmpty() || exit.getAsInt() != 0) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-158",
          "the server %s when it was asked to end; it said: %s"
              .formatted(
                  exit.isEmpty() ? "did not end in a minute" : "ended with " + exit.getAsInt(),
                  container.said()));
    }
  }
}
