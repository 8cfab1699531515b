package dev.mintmark.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.EventFeed;
import dev.mintmark.cli.http.Paths;
import dev.mintmark.cli.http.ServerEvent;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** release-ledger's HTTP API. */
public final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 200;

  private final Api api;

  public Ledger(Api api) {
    this.api = api;
  }

  /** A release in the list. */
  public record Item(String name, String version, String state) {}

  /** All releases, by name and version. */
  public List<Item> releases() {
    List<Item> items = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = page(after);
      for (JsonNode item : page.path("releases")) {
        items.add(
            new Item(
                item.path("name").asText(),
                item.path("version").asText(),
                item.path("state").asText()));
      }
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return items;
  }

  /** One release with its hand-offs; empty where the ledger has no record of it. */
  public Optional<Release> find(String name, String version) {
    HttpRequest request = get("/v1/releases/" + Paths.encode(name) + "/" + Paths.encode(version));
    Answer answer = api.send(request);
    return switch (answer.status()) {
      case 200 -> Optional.of(Release.of(answer.json()));
      case 404 -> Optional.empty();
      default -> throw api.refused(request, answer);
    };
  }

  /**
   * Follows a build until it is published or rejected.
   *
   * @param release {@code <name>:<version>}
   * @param request digest of the build request: hand-offs of another one are left out
   * @param each told of every hand-off once, in order
   * @return the last hand-off
   */
  public HandOff follow(String release, String request, Duration limit, Consumer<HandOff> each) {
    Set<String> seen = new HashSet<>();
    List<HandOff> last = new ArrayList<>();
    new EventFeed(api, "/v1/events?release=" + Paths.encode(release))
        .follow(
            limit,
            event -> {
              HandOff handOff = read(event);
              boolean ours = handOff.request().isEmpty() || handOff.request().equals(request);
              if (!ours || !seen.add(handOff.eventId())) {
                return false;
              }
              each.accept(handOff);
              last.add(handOff);
              return handOff.published() || handOff.rejected();
            });
    return last.getLast();
  }

  /**
   * Releases made from something, and the devices that run them.
   *
   * @param kind e.g. {@code dataset}
   * @param limit releases, and devices, at most
   */
  public JsonNode lineage(String kind, String value, int limit) {
    HttpRequest request =
        get(
            "/v1/lineage?kind=%s&value=%s&limit=%d"
                .formatted(Paths.encode(kind), Paths.encode(value), limit));
    Answer answer = api.send(request);
    if (answer.status() != 200) {
      throw api.refused(request, answer);
    }
    return answer.json();
  }

  /**
   * The bytes of an artifact; the caller checks them.
   *
   * @param digest {@code sha256:<hex>}
   */
  byte[] artifact(String digest) {
    HttpRequest request = get("/v1/artifacts/" + Paths.encode(digest));
    Answer answer = api.send(request);
    if (answer.status() != 200) {
      throw api.refused(request, answer);
    }
    return answer.body();
  }

  private JsonNode page(String after) {
    String path =
        "/v1/releases?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + Paths.encode(after));
    HttpRequest request = get(path);
    Answer answer = api.send(request);
    if (answer.status() != 200) {
      throw api.refused(request, answer);
    }
    return answer.json();
  }

  private HttpRequest get(String path) {
    return api.to(path).timeout(TIMEOUT).GET().build();
  }

  private HandOff read(ServerEvent event) {
    try {
      return HandOff.of(JSON.readTree(event.data()));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-022",
          "cannot read event %s of %s: %s; are both of one version?"
              .formatted(event.id(), api.service(), e.getMessage()),
          e);
    }
  }
}
