package dev.mintmark.simulator.wire;

import dev.mintmark.simulator.plan.Member;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The door for heartbeats. */
public final class Telemetry {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A fleet that has waited for telemetry must not come with a thousand connections at once. */
  private final Semaphore connections = new Semaphore(64);

  private final Http http;
  private final URI door;

  public Telemetry(Http http, URI address) {
    this.http = http;
    this.door = address.resolve("/v1/heartbeats");
  }

  /**
   * Sends a batch.
   *
   * @throws IOException when it may or may not have been taken: the same batch is to be sent again
   */
  public Sent send(Member member, String token, Batch batch)
      throws IOException, InterruptedException {
    HttpRequest request =
        Http.request(door, PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/avro")
            .header("Content-Encoding", "zstd")
            .POST(BodyPublishers.ofByteArray(batch.encode(member)))
            .build();
    connections.acquire();
    try {
      return sent(member, http.send(request));
    } finally {
      connections.release();
    }
  }

  private static Sent sent(Member member, Answer answer) {
    return switch (answer.status()) {
      case 202 -> new Sent.Taken();
      case 409 -> {
        String tried = "send heartbeats of " + member.device();
        long last = answer.json(tried).path("lastSequence").asLong(-1);
        if (last < 0) {
          throw new WireException(tried, "409 without lastSequence: " + answer.text());
        }
        yield new Sent.Behind(last);
      }
      case 401, 403 -> new Sent.Denied(answer.status() + " " + answer.text());
      default -> new Sent.Refused(answer.status() + " " + answer.text());
    };
  }
}
