package dev.mintmark.cli.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.EventFeed;
import dev.mintmark.cli.http.Paths;
import dev.mintmark.cli.http.ServerEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** canary-controller's HTTP API of rollouts. */
public final class Rollouts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 200;

  private final Api api;

  public Rollouts(Api api) {
    this.api = api;
  }

  /** All rollouts, in the controller's order. */
  public List<Rollout> all() {
    List<Rollout> rollouts = new ArrayList<>();
    String after = "";
    do {
      String path =
          "/v1/rollouts?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + Paths.encode(after));
      JsonNode page = expect(get(path), 200).json();
      page.path("rollouts").forEach(rollout -> rollouts.add(read(rollout)));
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return rollouts;
  }

  /**
   * One rollout.
   *
   * @throws CommandException CLI-080 where the controller does not know it
   */
  public Rollout find(String id) {
    return read(expectKnown(id, get(path(id)), 200).json());
  }

  /**
   * Starts a rollout.
   *
   * @param policy YAML
   * @param classes empty for all that the release has a target for
   */
  public Rollout start(String release, String policy, List<String> classes) {
    ObjectNode body = JSON.createObjectNode().put("release", release).put("policy", policy);
    if (!classes.isEmpty()) {
      classes.forEach(body.putArray("classes")::add);
    }
    HttpRequest request =
        api.to("/v1/rollouts")
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return read(expect(request, 201).json());
  }

  /**
   * Tells the rollout what to do.
   *
   * @param order {@code approve}, {@code pause}, {@code resume}, {@code abort} or {@code rollback}
   * @return the rollout after it
   */
  public Rollout order(String id, String order) {
    HttpRequest request =
        api.to(path(id) + "/" + order)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    Answer answer = api.send(request);
    if (answer.status() == 404) {
      throw unknown(id);
    }
    if (answer.status() / 100 != 2) {
      throw api.refused(request, answer);
    }
    return find(id);
  }

  /**
   * Follows a rollout to its end.
   *
   * @param each told of every change once, in order
   * @throws CommandException CLI-024 after {@code limit}
   */
  public void follow(String id, Duration limit, Consumer<Change> each) {
    AtomicInteger last = new AtomicInteger();
    new EventFeed(api, path(id) + "/events")
        .follow(
            limit,
            event -> {
              Change change = change(event);
              if (change.sequence() <= last.get()) {
                return false;
              }
              last.set(change.sequence());
              each.accept(change);
              return Rollout.isEnd(change.to());
            });
  }

  /**
   * The bytes of a judgement's artifact.
   *
   * @param sequence of the change that carries the judgement
   * @param artifact {@code policy}, {@code evidence} or {@code verdict}
   */
  public byte[] artifact(String id, int sequence, String artifact) {
    HttpRequest request = get(path(id) + "/judgements/" + sequence + "/" + artifact);
    return expectKnown(id, request, 200).body();
  }

  private Answer expect(HttpRequest request, int status) {
    Answer answer = api.send(request);
    if (answer.status() != status) {
      throw api.refused(request, answer);
    }
    return answer;
  }

  private Answer expectKnown(String id, HttpRequest request, int status) {
    Answer answer = api.send(request);
    if (answer.status() == 404) {
      throw unknown(id);
    }
    if (answer.status() != status) {
      throw api.refused(request, answer);
    }
    return answer;
  }

  private static CommandException unknown(String id) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-080",
        "canary-controller has no rollout %s; `mintmark rollout list` shows those it has"
            .formatted(id));
  }

  private HttpRequest get(String path) {
    return api.to(path).timeout(TIMEOUT).GET().build();
  }

  private static String path(String id) {
    return "/v1/rollouts/" + Paths.encode(id);
  }

  private Change change(ServerEvent event) {
    try {
      return Change.of(JSON.readTree(event.data()));
    } catch (JsonProcessingException | DateTimeException e) {
      throw notUnderstood("event " + event.id(), e);
    }
  }

  private Rollout read(JsonNode node) {
    try {
      return Rollout.of(node);
    } catch (DateTimeException e) {
      throw notUnderstood("a rollout", e);
    }
  }

  private CommandException notUnderstood(String what, Exception cause) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-022",
        "cannot read %s of %s: %s; are both of one version?"
            .formatted(what, api.service(), cause.getMessage()),
        cause);
  }
}
