package dev.mintmark.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One open stream; a thread of its own reads, so that the caller can wait with a limit. */
final class EventStream implements AutoCloseable {
  /** What the reading thread hands over. */
  private sealed interface Signal {
    record Event(ServerEvent event) implements Signal {}

    record End() implements Signal {}
  }

  private final InputStream body;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  EventStream(InputStream body) {
    this.body = body;
    Thread.ofVirtual().name("events").start(this::read);
  }

  /**
   * The next event.
   *
   * @return empty when none came within the time
   * @throws IOException when the stream has ended
   */
  Optional<ServerEvent> next(Duration wait) throws IOException {
    try {
      return switch (signals.poll(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        case null -> Optional.empty();
        case Signal.Event event -> Optional.of(event.event());
        case Signal.End end -> throw new IOException("the stream ended");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private void read() {
    EventParser parser = new EventParser();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        parser.line(line).map(Signal.Event::new).ifPresent(signals::add);
      }
    } catch (IOException broken) {
      // Same as an end: the caller connects again either way.
    }
    signals.add(new Signal.End());
  }
}
