package dev.mintmark.cli.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.Paths;
import dev.mintmark.cli.pause.Pause;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** release-ledger's HTTP API of collections. */
public final class Collections {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Api api;
  private final Pause pause;

  public Collections(Api api, Pause pause) {
    this.api = api;
    this.pause = pause;
  }

  /** How far a collection goes. */
  public enum Mode {
    USAGE,
    PLAN,
    DELETE
  }

  /**
   * Has the ledger collect, and waits for the end.
   *
   * @param olderThan at least two days
   * @param lost digests of artifacts that are gone for good, {@code sha256:<hex>} each
   * @param progress told of the collection each time it was asked for
   * @return what came of it
   * @throws CommandException with the ledger's own code when it refuses
   */
  public JsonNode run(
      Mode mode, Duration olderThan, List<String> lost, Consumer<JsonNode> progress) {
    String id = begin(mode, olderThan, lost).path("collection").asText();
    JsonNode view = find(id);
    while (view.path("state").asText().equals("running")) {
      progress.accept(view);
      pause.pause(BETWEEN);
      view = find(id);
    }
    progress.accept(view);
    return switch (view.path("state").asText()) {
      case "done" -> view;
      case "refused" -> throw problem(Exit.REFUSED, view);
      default -> throw problem(Exit.FAILURE, view);
    };
  }

  private JsonNode begin(Mode mode, Duration olderThan, List<String> lost) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("mode", mode.name().toLowerCase(java.util.Locale.ROOT));
    body.put("olderThan", olderThan.toString());
    lost.forEach(body.putArray("lost")::add);
    HttpRequest request =
        api.to("/v1/collections")
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return expect(request, 202);
  }

  private JsonNode find(String id) {
    return expect(
        api.to("/v1/collections/" + Paths.encode(id)).timeout(TIMEOUT).GET().build(), 200);
  }

  private JsonNode expect(HttpRequest request, int status) {
    Answer answer = api.send(request);
    if (answer.status() != status) {
      throw api.refused(request, answer);
    }
    return answer.json();
  }

  private static CommandException problem(Exit exit, JsonNode view) {
    JsonNode problem = view.path("problem");
    return new CommandException(
        exit, problem.path("code").asText("CLI-022"), problem.path("message").asText());
  }
}
