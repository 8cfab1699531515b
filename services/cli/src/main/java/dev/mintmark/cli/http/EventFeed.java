package dev.mintmark.cli.http;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows a stream of events for as long as it takes: connects again when the connection breaks or
 * goes quiet, and goes on after the last event seen ({@code Last-Event-ID}).
 */
public final class EventFeed {
  /** About a minute of refused connections: a service that is started again is back by then. */
  private static final int ATTEMPTS = 32;

  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Api api;
  private final String path;

  public EventFeed(Api api, String path) {
    this.api = api;
    this.path = path;
  }

  /**
   * Gives every event to {@code done}, once each, until it says true.
   *
   * @throws CommandException CLI-020 when the service stays unreachable, CLI-024 after {@code
   *     limit}
   */
  public void follow(Duration limit, Predicate<ServerEvent> done) {
    long end = System.nanoTime() + limit.toNanos();
    String last = "";
    int failures = 0;
    while (System.nanoTime() < end) {
      String before = last;
      try (EventStream stream = api.open(request(last))) {
        for (Optional<ServerEvent> event = next(stream, end);
            event.isPresent();
            event = next(stream, end)) {
          failures = 0;
          last = event.get().id();
          if (done.test(event.get())) {
            return;
          }
        }
      } catch (IOException e) {
        failures = last.equals(before) ? failures + 1 : 1;
        if (failures == ATTEMPTS) {
          throw api.unreachable(Trouble.describe(e), e);
        }
        api.pause().beforeAttempt(failures);
      }
    }
    throw new CommandException(
        Exit.FAILURE,
        "CLI-024",
        "waited %d s for %s to say how it ends; the line goes on without this command"
            .formatted(limit.toSeconds(), api.service()));
  }

  private static Optional<ServerEvent> next(EventStream stream, long end) throws IOException {
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return stream.next(left.compareTo(QUIET) < 0 ? left : QUIET);
  }

  private HttpRequest request(String last) {
    HttpRequest.Builder request = api.to(path).header("Accept", "text/event-stream");
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    return request.GET().build();
  }
}
