package dev.mintmark.cli.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.EventFeed;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** telemetry-aggregator's HTTP API for people. */
public final class Telemetry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Api api;

  public Telemetry(Api api) {
    this.api = api;
  }

  /** The latest window of each release and class. */
  public JsonNode top() {
    HttpRequest request = api.to("/v1/fleet/top").timeout(TIMEOUT).GET().build();
    Answer answer = api.send(request);
    if (answer.status() != 200) {
      throw api.refused(request, answer);
    }
    return answer.json();
  }

  /** Every window as it is made, until the limit or the process ends. */
  public void follow(Duration limit, Consumer<JsonNode> each) {
    new EventFeed(api, "/v1/fleet/metrics")
        .follow(
            limit,
            event -> {
              try {
                each.accept(JSON.readTree(event.data()));
              } catch (JsonProcessingException e) {
                throw new CommandException(
                    Exit.FAILURE,
                    "CLI-022",
                    "cannot read event %s of %s: %s; are both of one version?"
                        .formatted(event.id(), api.service(), e.getMessage()),
                    e);
              }
              return false;
            });
  }
}
