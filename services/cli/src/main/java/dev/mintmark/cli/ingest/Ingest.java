package dev.mintmark.cli.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.request.Upload;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** trainer-ingest's HTTP API. */
public final class Ingest {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Api api;

  public Ingest(Api api) {
    this.api = api;
  }

  /**
   * What became of a request.
   *
   * @param request {@code sha256:<hex>}, which names the request from here on
   * @param isNew false when the same request was made before
   */
  public record Requested(String request, boolean isNew) {}

  /** Whether the store has these bytes. */
  boolean has(Digest digest) {
    HttpRequest request =
        api.to("/v1/artifacts/" + digest)
            .timeout(SHORT)
            .method("HEAD", BodyPublishers.noBody())
            .build();
    Answer answer = api.send(request);
    return switch (answer.status()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw api.refused(request, answer);
    };
  }

  /** Sends the bytes; sending them again does no harm. */
  void put(Upload upload, Progress progress) {
    HttpRequest request =
        api.to("/v1/artifacts/" + upload.artifact().digest())
            .timeout(LONG)
            .header("Content-Type", upload.artifact().mediaType())
            .PUT(CountedBody.of(upload, progress))
            .build();
    Answer answer = api.send(request);
    if (answer.status() != 200 && answer.status() != 201) {
      throw api.refused(request, answer);
    }
  }

  /**
   * Requests a build.
   *
   * @param body the build-requested event as plain JSON
   */
  public Requested request(JsonNode body) {
    HttpRequest request =
        api.to("/v1/builds")
            .timeout(SHORT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    Answer answer = api.send(request);
    if (answer.status() != 200 && answer.status() != 202) {
      throw api.refused(request, answer);
    }
    return new Requested(answer.json().path("request").asText(), answer.status() == 202);
  }
}
